package lang

import "strings"

var enSentences = SentenceRules{
	Abbreviations: abbreviations(map[Abbreviation]string{
		Prefix: `Mr Mrs Ms Messrs Mx Dr Drs Prof Profs Rev Revd Fr Br Bp Abp Hon Amb Sen Sens Rep Reps Gov Govs Pres
			Supt Insp Det Atty Asst Gen Gens Lt Col Cols Maj Capt Cpt Sgt Cpl Pfc Spc Pvt Pte Cmdr Comdr Cdr Adm Radm
			Brig Ens Ald Cllr Mt Ft Msgr Mgr Sgts Lts Supts Dep Assoc Sec Dir Adv Er Engr Eng Ing Dipl Shri Sri Smt Kum
			Mohd Ven Ptr Mme Mlle Comr Cmsr`,
		BeforeNumber: `No Nos no nos N° № p pp Art Arts art arts Secs sec Fig Figs fig figs vol Vol vols Vols ch Ch
			para paras Para nr Nr approx est ca c cc ver Rs Re Tk op Op cl Cl reg Reg tel Tel ext Ext max min ed Sch sch`,
		MayEnd: `Inc inc Corp corp Co co Cos Ltd ltd Pty Pvt Bhd Sdn Bros Jr Sr Esq etc al ibid St st Ave ave Blvd blvd
			Rd rd Ln Hwy Pkwy Sq Dept dept Univ Govt govt Intl Assn Natl Mfg Mgmt Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct
			Nov Dec Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Md
			Mass Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa Tenn Tex Va Vt Wash Wis Wyo Alta Man Ont Que Sask PhD MD BA MA
			Ph.D M.D B.A M.A B.Sc M.Sc D.Phil M.Phil B.Tech M.Tech LL.B LL.M U.S U.K U.N E.U U.S.A D.C N.Y L.A
			ft oz lb lbs kg km hr hrs mins secs yr yrs avg dist Dist`,
		TimeOfDay: `a.m p.m A.M P.M`,
		Inside:    `e.g i.e vs Vs v v.s viz cf Cf a.k.a incl excl esp`,
	}),
	Starters: set(`the a an this that these those he she it they we you his her its their our my your
		in on at by for from with without to of into about against among between under over through
		but and or so yet nor if when while after before although though because since as until unless
		however meanwhile moreover instead still also then now there here what who whom whose why how where which
		is are was were do does did has have had can could would should must not no some many most several
		all both each every another other others such once during despite according earlier later
		even only let please nobody nothing everyone everything people officials police authorities
		mr mrs ms miss one two three four five six more less few this neither either today yesterday tomorrow
		first second finally additionally furthermore nevertheless therefore thus perhaps maybe
		analysts critics experts investigators lawyers lawmakers opponents supporters witnesses residents protesters
		prosecutors shares prices sales reports scientists researchers economists rescuers workers voters doctors
		nearly about almost roughly around over under up just like unlike whether whoever whatever
		it's he's she's they're we're that's there's i i'm i've i'd i'll don't didn't`),
	Lettered: set(`plan vitamin hepatitis group gate class type grade block team category schedule annex annexe
		appendix exhibit terminal building unit platform option point row zone wing series war part`),
	AlwaysCapital: set(`I I'm I've I'd I'll I’m I’ve I’d I’ll`),
	AfterTime: set(`ET EST EDT CT CST CDT MT MST MDT PT PST PDT GMT UTC BST CET CEST EET EEST MSK IST JST HKT AEST
		Eastern Central Mountain Pacific Greenwich Moscow Monday Tuesday Wednesday Thursday Friday Saturday Sunday
		Mon Tue Tues Wed Thu Thurs Fri Sat Sun January February March April May June July August September
		October November December Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec`),
	BeforeTime: set(`at by around from before after until till since about on shortly just`),
	Saying: set(`said says asked asks added adds told replied shouted cried yelled exclaimed wondered wrote
		continued demanded called tweeted joked quipped responded answered`),
	Finite:   set(`is was has had will would did said says told`),
	Leaning:  set(`that this those these but and or so because then also yes he she him therefore such neither both others`),
	Pronouns: set(`he she it they him her them this that these those`),
	That:     set(`that`),
}

// set makes a set of words parted by space.
func set(words string) map[string]bool {
	m := make(map[string]bool)
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

func abbreviations(lists map[Abbreviation]string) map[string]Abbreviation {
	m := make(map[string]Abbreviation)
	for kind, words := range lists {
		for w := range strings.FieldsSeq(words) {
			m[w] = kind
		}
	}
	return m
}
