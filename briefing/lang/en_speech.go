package lang

import (
	"slices"
	"strings"
)

var enSpeech = func() SpeechRules {
	r := newSpeechRules(slices.Concat(enSpeechWords, enGivenNames, enMoreGivenNames, enLands))
	r.Turns = map[string]Turn{"Q": Question, "Question": Question, "A": Answer, "Answer": Answer}
	r.Asks = []string{"asked", "asks"}
	r.Portfolios = strings.Fields(`affairs agriculture broadcasting business climate commerce communities consumer culture defence defense development economy education
		employment energy environment equality family finance fisheries food foreign forestry forests health housing human immigration industry industries
		information infrastructure innovation interior investment justice labor labour mines planning public research resources science security services
		social sport sports technology tourism trade transport treasury urban veterans water welfare women work works youth`)
	r.TradeEndings = []string{"er", "or", "ist", "ian", "man", "woman"}
	r.OriginEndings = []string{"can", "crat", "ese", "ish"}
	r.PastEndings, r.StrongEndings, r.GerundEndings, r.PresentEndings = []string{"ed"}, []string{"en"}, []string{"ing"}, []string{"s"}
	r.AdverbEndings = []string{"ly"}
	r.PluralEndings, r.SingularEndings = []string{"s"}, []string{"ss"}
	r.Elisions = []string{"em", "til", "tis", "twas", "cause", "bout", "n", "cos", "round"}
	r.AgencyVerbs = []string{"reports", "reported"}
	return r
}()

var enSpeechWords = []classed{
	{Say, `said says told tells added adds wrote writes tweeted tweets argued argues insisted insists noted notes replied replies
		responded responds stated states warned warns acknowledged acknowledges admitted admits announced announces concluded
		concludes recalled recalls remarked remarks suggested suggests vowed vows quipped quips joked jokes testified testifies
		declared declares explained explains continued continues countered counters charged charges emphasized emphasised emphasizes
		emphasises exclaimed exclaims observed observes shouted shouts contended contends claimed claims asserted asserts
		cautioned cautions confirmed confirms predicted predicts promised promises pledged pledges complained complains
		lamented laments boasted boasts bragged brags maintained maintains reiterated reiterates repeated repeats retorted retorts
		revealed reveals stressed stresses urged urges believes believed thinks thought mused muses opined opines
		commented comments mentioned mentions reported reports alleged alleges conceded concedes proclaimed proclaims
		posted posts read reads yelled yells whispered whispers muttered mutters chanted chants cried cries answered answers
		asked asks wondered wonders pointed points posited posits pleaded pleads demanded demands deadpanned scoffed scoffs
		underscored underscores underlined underlines clarified clarifies disclosed discloses elaborated elaborates interjected
		quoted quotes cited cites advised advises agreed agrees remembered remembers recounted recounts echoed echoes conceded disagreed estimated estimates`},
	{SayWeak, `called calls described describes dismissed dismisses denounced denounces condemned condemns criticized criticised
		criticizes criticises praised praises blasted blasts slammed slams accused accuses labeled labelled labels dubbed dubs
		branded brands deemed deems characterized characterised characterizes derided derides hailed hails mocked mocks
		referred refers spoke speaks talked talks expressed expresses rejected rejects defended defends
		blamed blames attacked attacks compared compares likened likens touted touts ridiculed ridicules
		decried decries lambasted welcomed welcomes thanked thanks apologized apologised apologizes
		signaled signals indicated indicates hinted hints implied implies encouraged encourages considered considers
		considers saw sees wants wanted hoped hopes feels felt denied denies disputed disputes
		questioned questions invoked invokes offered offers 
		proposed proposes portrayed portrays painted paints framed frames ripped rips 
		faulted faults chided chides scolded scolds lauded lauds applauded applauds discussed discusses
		addressed addresses detailed details outlined outlines issued issues released releases 
		texted emailed e-mailed penned sang sings ordered orders swore swears swiped cheered cheers
		worried worries feared fears understood understands judged ruled rules decided decides
		 invited invites challenged challenges threatened threatens disparaged belittled railed rails
		fired snapped hammered knocked needled taunted teased jabbed bashed trashed savaged skewered excoriated
		bemoaned celebrated championed disavowed renounced repudiated rebuffed rebuked urged urges advised advises`},
	{SayWeak, `fumed fumes stormed raged rages sobbed sobs gushed gushes jested laughed laughs sniped roared groaned sighed sighs grinned beamed ranted
		rants moaned moans chuckled giggled barked thundered bellowed screamed screams sneered smiled shrugged whined wailed
		cheered pressed presses prodded cooed enthused enthuses countered retaliated interrupted mumbled stammered murmured hissed
		begged begs prayed appealed appeals instructed reminded reminds assured assures informed informs`},
	{SayBase, `say tell add write tweet argue insist note reply respond state warn acknowledge admit announce conclude recall remark
		suggest vow joke testify declare explain continue counter charge emphasize emphasise observe shout contend claim assert caution
		confirm predict promise pledge complain boast maintain reiterate repeat reveal stress urge believe think comment mention report
		allege concede proclaim post answer ask wonder call describe dismiss denounce condemn criticize criticise praise blast
		slam accuse label dub deem characterize refer speak talk express reject defend blame compare tout point`},
	{Saying, `saying telling adding writing tweeting arguing insisting noting replying responding stating warning acknowledging
		admitting announcing concluding recalling remarking suggesting vowing quipping joking testifying declaring explaining
		continuing countering charging emphasizing emphasising exclaiming observing shouting contending claiming asserting cautioning
		confirming predicting promising pledging complaining lamenting boasting bragging maintaining reiterating repeating
		revealing stressing urging believing thinking commenting mentioning alleging conceding proclaiming posting answering asking
		wondering calling describing dismissing denouncing condemning criticizing criticising praising blasting slamming
		accusing labeling labelling dubbing deeming characterizing deriding hailing mocking referring expressing
		rejecting defending blaming attacking comparing likening touting decrying pointing yelling reading quoting citing
		chanting urging questioning challenging demanding`},
	{Spoken, `quoted cited overheard`},
	{Aux, `has had have having do does did will would can could may might must shall should 'll 'd hasn't hadn't haven't doesn't
		didn't won't wouldn't can't couldn't`},
	{Be, `is was are were be been being am isn't wasn't aren't weren't 's`},
	{Adverb, `also later then once again often just even still now already repeatedly recently previously earlier
		publicly privately bluntly flatly simply only never always sometimes frequently reportedly famously further
		himself herself themselves itself both all each not n't so too soon yesterday today tonight there here
		instead perhaps maybe ever long ago back first afterward afterwards meanwhile subsequently thus therefore indeed moreover furthermore finally hence likewise nevertheless nonetheless
		eventually ultimately`},
	{Prep, `of in on at to for from by with about against among amid around before after during into near over under through
		throughout toward towards upon within without across along behind beneath beside besides between beyond despite down except
		inside like off onto outside past per since than till until up via as alongside amongst versus regarding concerning
		following including according`},
	{Conj, `and or but nor yet plus &`},
	{Sub, `that if when while because although though whereas unless whether where why how what once until since as after before
		whenever wherever lest`},
	{Rel, `who whom whose which`},
	{Det, `the a an this these those some any each every another one two three four five six seven eight nine ten dozens
		several many most few other others no both either neither his her their its my our your all
		more such half hundreds thousands`},
	{Pronoun | Male, `he him himself`},
	{Pronoun | Female, `she her herself`},
	{Pronoun | Plural, `they them themselves`},
	{Pronoun, `it itself`},
	{Pronoun | First, `i me we us you`},
	{Pronoun | Plural | First, `we us`},
	{Plural, `sens. reps. govs. gens. messrs.`},
	{Courtesy | Male, `mr. mr sir messrs.`},
	{Courtesy | Female, `mrs. ms. miss mrs ms mme. madam`},
	{Courtesy | Male, `shri sri thiru`},
	{Courtesy | Female, `smt smt. shrimati`},
	{Title, `insp supt cllr sgt pc dci lt col capt maj cpl brig wpc`},
	{Courtesy, `dr. dr prof. rev. hon.`},
	{Male, `king prince lord congressman chairman spokesman businessman councilman policeman father brother son husband man boy
		actor salesman fisherman gentleman uncle nephew grandfather widower`},
	{Female, `queen princess lady congresswoman chairwoman spokeswoman businesswoman councilwoman policewoman mother sister daughter
		wife woman girl actress aunt niece grandmother widow`},
	{Title, `president premier chancellor minister secretary senator sen. sens. representative rep. reps. gov. govs. gens. governor gen. general lt. col.
		colonel sgt. sergeant capt. captain maj. major adm. admiral cmdr. commander cpl. lieutenant judge justice mayor congressman congresswoman
		chairman chairwoman speaker ambassador commissioner sheriff chief director professor pope cardinal bishop archbishop
		king queen prince princess lord lady sir dame imam rabbi sheikh sultan emir ayatollah pastor father sister
		councilman councilwoman councillor councilor alderman inspector superintendent constable detective officer marshal deputy
		spokesman spokeswoman spokesperson attorney prosecutor leader candidate nominee envoy delegate assemblyman assemblywoman
		co-chair co-chairman co-founder commander-in-chief editor-in-chief ceo cfo coach manager strategist pollster treasurer comptroller controller consul dean coroner
		solicitor lawmaker legislator surgeon brigadier dep. atty. insp. supt. det. pres. asst.`},
	{Role, `president presidents premier chancellor minister ministers secretary senator senators representative representatives
		governor governors general judge judges justice justices mayor mayors congressman congresswoman chairman chairwoman chair
		speaker ambassador commissioner sheriff chief chiefs director directors professor professors pope bishop imam
		rabbi pastor officer officers official officials spokesman spokeswoman spokesperson spokespeople attorney attorneys
		prosecutor prosecutors lawyer lawyers leader leaders candidate candidates nominee envoy delegate delegates
		ceo executive executives coach manager managers strategist strategists pollster pollsters treasurer dean coroner solicitor
		lawmaker lawmakers legislator legislators aide aides adviser advisers advisor advisors analyst analysts expert experts
		activist activists author authors co-author co-authors researcher researchers scientist scientists economist economists historian historians
		critic critics supporter supporters opponent opponents ally allies rival rivals source sources person people man men woman women
		witness witnesses resident residents neighbor neighbors neighbour neighbours farmer farmers driver drivers worker workers
		teacher teachers student students voter voters doctor doctors nurse nurses engineer engineers editor editors
		journalist journalists reporter reporters correspondent columnist host anchor commentator blogger writer novelist actor actress
		singer musician director producer filmmaker founder co-founder owner owners partner consultant consultants
		investigator investigators detective detectives police soldier soldiers veteran veterans commander commanders captain
		mother father grandmother grandfather sister brother wife husband daughter son parent parents uncle aunt cousin
		widow widower spouse fiance fiancee niece nephew grandson granddaughter twin twins diver divers master friend friends pal pals colleague colleagues
		mediator mediators negotiator negotiators diplomat diplomats deputy vice-president member members organizer organizers
		organiser organisers operative operatives staffer staffers insider insiders observer observers authority authorities
		businessman businesswoman entrepreneur investor investors trader traders developer bishop priest scholar scholars
		physician psychologist biologist physicist philosopher lobbyist donor donors fundraiser moderator interviewer
		astronomer archaeologist geologist chemist mathematician statistician meteorologist seismologist epidemiologist virologist botanist
		zoologist ecologist sociologist anthropologist psychiatrist paramedic paramedics firefighter firefighters lifeguard fisherman fishermen
		skipper goalkeeper striker midfielder defender winger batsman bowler referee umpire trainer jockey cyclist swimmer sprinter
		carpenter welder electrician plumber builder gardener butcher tailor weaver potter painter sculptor composer conductor violinist
		pianist dancer photographer librarian archivist curator architect surveyor planner accountant auditor banker broker
		midwife pharmacist dentist vet vets surgeon surgeons headteacher headmaster headmistress principal lecturer tutor
		whistleblower campaigner campaigners protester protesters protestor protestors demonstrator demonstrators refugee refugees migrant migrants
		survivor survivors victim victims passenger passengers bystander bystanders onlooker onlookers eyewitness eyewitnesses
		tenant tenants landlord homeowner homeowners customer customers shopper shoppers tourist tourists commuter commuters
		barrister judge magistrate juror jurors defendant plaintiff claimant complainant clerk constable
		family families relatives relative advocate advocates solicitors barristers couple pair duo trio crew villager villagers townspeople locals
		fan fans guest employee employees ombudsman ombudswoman archbishop patriarch docker dockers miner miners shepherd pilot pilots sailor sailors baker
		shopkeeper pensioner counterpart employee employees boss secretary-general head heads figure figures mp mps`},
	{Org, `ministry department government administration campaign committee council court police company firm agency bureau board
		commission congress senate parliament house party union university college school institute institution center centre
		association group organization organisation foundation network newspaper magazine times post journal news tribune herald mirror telegraph chronicle examiner inquirer sentinel bulletin
		gazette office service army military navy force forces bank fund league club team coalition alliance federation
		kremlin pentagon cabinet embassy consulate hospital church website site show program programme report study survey poll
		statement memo letter document documents complaint lawsuit filing indictment email emails e-mail message note release article editorial
		broadcaster station inc. corp. co. ltd. llc plc assembly treasury white states nations union council
		corporation trust society academy laboratory panel tribunal chamber staff press media outlet paper ad advertisement
		app account transcript text tweet post caption sign banner headline story book speech order ruling opinion bill law`},
	{Affil, `republican republicans democrat democrats democratic conservative liberal labour independent libertarian socialist communist
		gop nationalist green progressive billionaire acting retired longtime senior veteran incoming outgoing vice former ex-president then-candidate fellow tory american british french german russian
		chinese japanese turkish israeli iraqi syrian afghan pakistani saudi dutch swiss greek spanish irish scottish welsh
		u.s. us uk u.k. eu e.u. u.n. un u.s.-led`},
	{Past, `former ex-president then-candidate retired incoming outgoing acting`},
	{Calendar, `monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
		september october november december jan. feb. mar. apr. jun. jul. aug. sept. sep. oct. nov. dec. mon. tue. wed. thu. fri. sat. sun.`},
	{Particle, `de da di du del della der den van von bin ibn al el la le ter dos das do bint abu ben y st.`},
	{Suffix, `jr. sr. ii iii iv jr sr`},
	{Abbrev, `smt. mr. mrs. ms. dr. prof. rev. hon. sen. sens. rep. reps. gov. gen. lt. col. sgt. capt. maj. adm. cmdr. cpl. st. jr. sr. jan. feb.
		mar. apr. jun. jul. aug. sept. sep. oct. nov. dec. vs. no. nos. inc. corp. co. ltd. bros. calif. fla. tex. ariz. ark.
		colo. conn. del. ga. ill. ind. kan. ky. la. md. mass. mich. minn. miss. mo. mont. neb. nev. okla. ore. pa. tenn. va. vt. wash.
		wis. wyo. ala. messrs. mme. dep. atty. insp. supt. det. pres. asst. gens. govs. mt. ft. etc. e.g. i.e. approx. dept. est.
		a.m. p.m. u.s. u.k. u.n. e.u. d.c. tues. thurs. mon. wed. fri. sat. sun. ave. blvd. rd.`},
	{Refuse, `declined refused failed unwilling unable refusing declining`},
	{Deny, `denied denies denying deny dispute refute rebut disputed disputes disputing refuted refutes refuting rebutted rebuts debunked debunks`},
	{DenyThing, `rejected rejects rejecting dismissed dismisses dismissing contradicted contradicts contradicting repudiated repudiates
		contested contests challenged challenges rebuffed questioned`},
	{Claim, `claim claims report reports allegation allegations accusation accusations charge charges assertion assertions suggestion suggestions
		rumor rumors rumour rumours account accounts statement statements story stories finding findings figure figures
		version charges insinuation insinuations`},
	{Falsehood, `false untrue baseless unfounded groundless fabricated fabrication fabrications lie lies inaccurate incorrect misleading
		nonsense slander defamatory fake bogus absurd ridiculous slanderous propaganda disinformation`},
	{Entry, `entry access bail visa visas permission admission service treatment asylum parole boarding leave request requests motion
		petition appeal application applications coverage benefits loan loans custody care food water medicine opportunity chance right rights vote hearing hearings licenses licences
		education passage license licence permit permits promotion status victory clearance funding funds aid nomination seat place shot benefit themselves himself herself itself`},
	{Verb, `went goes go came comes get got gets became becomes began begins ran runs won wins lost loses stood stands sat
		left leaves kept keeps led leads met meets put puts let lets set sets turned turns tried tries started starts stopped
		worked works lived lives moved moves joined joins seemed seems appeared appears looked looks needed needs
		opened opens closed closes ended ends died dies killed shot struck hurt arrived arrives arrested charged visited visits
		helped helps played plays paid pays bought sold built sought seeks served serves spent followed follows grew grows
		rose rises fell falls faced faces voted votes supported supports backed backs opposed opposes endorsed endorses
		remained remains returned returns walked talked caught brought brings carried carries continues laughed smiled nodded
		drew draws raised raises received receives signed signs passed passes plans planned happened happens`},
	{Audience, `reporters reporter journalists supporters crowd audience viewers listeners lawmakers`},
	{Medium, `statement interview speech tweet post letter email e-mail memo op-ed column message release briefing conference
		testimony remarks address text note book memoir press broadcast blog essay article report`},
	{Accord, `according`},
	{Someone, `two three some others many most few several all both one another neither none`},
	{Negation, `not never n't neither nor cannot didn't doesn't don't won't wouldn't can't couldn't hasn't hadn't haven't isn't wasn't without no`},
	{Relation, `counterpart counterparts rival rivals opponent opponents ally allies colleague colleagues friend friends husband wife son daughter father mother
		brother sister supporter supporters partner cousin uncle aunt niece nephew grandfather grandmother grandson granddaughter
		widow widower spouse fiance fiancee twin boss guest fan critic people man woman men women person member members`},
	{GoesOn, `continue continues continued continuing`},
	{GoOn, `went goes`},
	{PutIt, `put puts shot shoots fired fires`},
	{Place, `power lines railways trams airlines airways electric motors industries holdings systems insurance mutual offshore shipping
		rovers united athletic county street avenue boulevard building memorial museum theatre theater library cathedral palace arena monument cemetery airport river island islands mountain mountains valley province beach bay square tower plaza
		stadium highway act award prize cup games day festival war treaty agreement accord train city town village`},
	{Where, `in at near across outside inside throughout`},
	{Tell, `told tells tell telling`},
	{Time, `minutes moments hours days day week weeks month months year years decade decades morning afternoon evening night noon
		midnight time times moment weekend last spring summer fall autumn winter today yesterday tomorrow tonight earlier later ago`},
	{Object, `him her them us me himself herself themselves itself`},
	{SayOnly, `said says told tells announced announces added adds noted notes replied replies stated states insisted insists`},
	{Modal, `will would can could may might must shall should`},
	{Truth, `true correct accurate`},
	{Written, `sign signs banner banners placard placards poster posters t-shirt t-shirts shirt shirts billboard billboards plaque graffiti
		sticker stickers caption captions label labels inscription slogan slogans motto headline headlines tattoo gravestone flag flags badge badges
		hat hats cap caps chant chants`},
	{Work, `book film movie song album novel memoir documentary series show play poem essay column programme program anthem hymn single podcast
		article report poster exhibition opera musical ballad pamphlet newsletter game sequel trilogy biography autobiography`},
	{Male, `his`},
	{Reflexive, `himself herself itself themselves`},
	{Owner, `his her its their my our your`},
	{RoleVerb, `heads leads chairs runs directs represents teaches founded oversees owns manages commands edits coaches hosts`},
}
