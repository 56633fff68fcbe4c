package lang

// A profile is what a language is recognised by: frequent words, word endings,
// and letters that few others use.
type profile struct {
	tag     string
	script  script
	words   string
	endings string
	letters string
	// pairs are two plain letters that stand together far more often than in
	// other languages.
	pairs string
}

// profiles are the languages told apart by words, at most 64. The words are
// articles, pronouns, prepositions, conjunctions, auxiliary verbs and a few
// words that news uses daily; the endings are those of inflection and
// derivation.
var profiles = []profile{
	{"en", latin, `the of and to in is was for that on with as it by at from are has have had be been not but they
		his her their its he she we you who which will would said says after over this these were an or about more than
		new when what how why up out into against before amid could can no all say dead killed minister government
		people police day week year years first two
		house court report plan calls deal attack war talks vote party bill campaign white case back off down data emails
		illegal guilty takes shows faces hits seeks wins keeps makes gets here there just like make good best world`,
		`ing tion ight ness ment ould ough ed ly ers ship ists ies`, ``, `th wh sh ck gh ea oo ee ow aw ew ay ph oa rs ts ks ds wn kn rd ry`},
	{"tr", latin, `ve bir bu için ile de da olarak olan daha gibi kadar sonra ancak çok en ise ki ne değil var yok
		oldu olduğu olduğunu dedi göre yeni ilk iki bin yıl gün karşı üzerine tarafından arasında etti edildi açıkladı
		başkanı bakanı türkiye ettiği şu o hem ya mi mı`,
		`ler lar iyor ıyor lık lik dan den nın nin ları leri ması mesi dığı diği aya eye cak cek lı sı unda ında inde`, `ğışç`, `yo ay iy uy ek uk ak rl`},
	{"az", latin, `və bir bu üçün ilə də da olan olaraq daha kimi qədər sonra ancaq çox ən isə ki nə deyil var yox
		oldu olub dedi görə yeni ilk iki min il gün qarşı tərəfindən arasında etdi edib bildirib azərbaycan haqqında
		onun bəy olduğunu həm ya hər`,
		`lər lar dir dır ib ıb üb lıq lik dan dən nın nin ları ləri ması məsi caq cək`, `əğışç`, `aq xa uq iy`},
	{"de", latin, `der die das und in den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden
		aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor
		zur bis mehr durch man sein wurde sei gegen`,
		`ung ungen lich keit heit isch chen schaft ieren`, `äöüß`, `ch sc ei tz pf ie ht ck uf zu`},
	{"fr", latin, `de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont la avec
		son aux d l qu ont mais comme ou été cette sa ses nous elle après leur être fait entre contre deux selon ans
		président ministre était`,
		`tion ment eur eux ité aux ait aient`, `éèêàçœù`, `ou oi eu qu ai au gn ux`},
	{"es", latin, `de la que el en y a los se del las un por con no una su para es al lo como más o pero sus le ha me si
		sin sobre este ya entre cuando todo esta ser son dos también fue había era muy años hasta desde está contra tras
		según gobierno`,
		`ción ciones dad mente ado ados ando ió aron`, `ñáóíú¿¡`, `ue ll qu ie rr mi`},
	{"it", latin, `di e il la che in un a per è una del non con si da i le della dei al nel sono come più alla gli anche
		lo ha dalla delle ma degli dal nella ai su o ed questo se essere tra stato due hanno dopo anni contro contro suo
		sua presidente governo`,
		`zione zioni mente ità ato ati ando ono ismo aggio`, `èàòìù`, `gl gn zz cc tt cq ch gi`},
	{"pt", latin, `de a o que e do da em um para com não uma os no se na por mais as dos como mas foi ao ele das à seu
		sua ou quando muito nos já está também só pelo pela até isso ela entre depois sem mesmo aos ter seus quem nas
		são contra anos após segundo governo`,
		`ção ções dade mente ado ados ando ou aram`, `ãõçâêô`, `nh lh qu ss ei ou`},
	{"nl", latin, `de het een van en in is dat op te zijn met voor niet aan er om ook als dan maar bij door naar uit nog
		over heeft hebben had worden wordt werd was ze hij haar meer tot deze dit tegen geen jaar na volgens onder moet
		kan zou`,
		`ing ingen lijk heid eren aar ij`, `ĳ`, `ij aa oe uu ee oo sc ie ui`},
	{"pl", latin, `i w na z do się nie to że o jest a jak po od za ale przez dla są był było tym co oraz czy być już tego
		tylko ich jego może lat ze przed ma która który które także roku podczas mówi powiedział prezydent rząd`,
		`owie ego ych ami ości nia nie ów owy owa ach`, `ąęłńśźżćó`, `cz sz rz dz wy zy ow ki ni`},
	{"ro", latin, `de și în a la cu din pe care o un nu că mai este pentru sa au se al ca fost prin dar după sau ce ale
		lui sunt fi ar într între anul ei două către spus`,
		`ului ilor ție ții ată uri ează`, `ăâîșțşţ`, `ea ii ul oi`},
	{"cs", latin, `a v se na je že s z do o i to k ve pro za by ale si po jako podle od jsou který které byl bylo jeho
		však také až nebo při už ze mezi není roku jsme být řekl`,
		`ého ých ství ost ení ový ová ách`, `řůěščžýáíé`, `ov ch sk mi`},
	{"sk", latin, `a v sa na je že s z do o i to k vo pre za by ale si po ako podľa od sú ktorý ktoré bol bolo jeho
		však tiež až alebo pri už zo medzi nie roku sme byť povedal`,
		`ého ých stvo osť nie ový ová ách`, `ľĺŕôäščžýáíé`, ``},
	{"hu", latin, `a az és hogy nem is egy van volt meg csak már mint de ez azt el ki még vagy lesz akkor szerint után
		között ellen magyar miatt pedig lehet ezt azonban`,
		`ban ben nak nek ság ség ások ért hoz hez ból ből tott ett`, `őűáéóöü`, `gy sz zs cs ny tt ek`},
	{"sv", latin, `och i att det som en på är av för med till den har de inte om ett han var men sig från så vi kan när
		efter man vid hon ska eller under också över enligt blev mot säger`,
		`ning ande heten arna erna lig igt`, `åäö`, `ck sj lj ll nd sk`},
	{"da", latin, `og i at det som en på er af for med til den har de ikke om et han var men sig fra så vi kan da efter
		man ved hun skal eller under også over blev mod siger bliver hvor`,
		`ning ende heden erne lig igt else`, `æøå`, `ej gt ds aa`},
	{"no", latin, `og i at det som en på er av for med til den har de ikke om et han var men seg fra så vi kan når etter
		man ved hun skal eller under også over ble mot sier blir hvor`,
		`ning ende heten ene lig else sjon`, `æøå`, `kj sj ei gj`},
	{"fi", latin, `ja on ei se että oli hän mutta ovat kun myös mukaan ole sen kuin tai joka vuoden hänen jo olla nyt
		ovat voi vain sekä jälkeen kanssa sanoi sanoo`,
		`ssa ssä sta stä lla llä lle ista minen iset nut nyt`, `äö`, `aa ii uu kk tt ll ss yt ks`},
	{"et", latin, `ja on ei see et oli ta aga kui ka mis oma ning või seda pärast kes ning selle eesti välja ütles`,
		`sse ste tud mine mise ga`, `õäöü`, ``},
	{"lv", latin, `un ir ar no ka uz par lai kas arī pēc bet tas kā gada tiek bija vai pie savu latvijas to`,
		`jas ības iem ām šana šanas`, `āēīūģķļņčšž`, ``},
	{"lt", latin, `ir yra kad su iš į tai bet apie per kaip po už dėl nuo buvo jis lietuvos taip pat metų bus ar ne`,
		`mas ius imo ųjų oje ose ija`, `ąčęėįšųūž`, ``},
	{"sq", latin, `dhe të e në i për me një nga që se më është si do ka u ai kjo por pas janë edhe ishte tha`,
		`it ve ët ës isht`, `ëç`, `sh dh xh nj gj rr ll`},
	{"hr", latin, `i u je da se na za su od s a koji što ne o kao iz ili ali će bi nije koja biti prema nakon rekao
		protiv godine bio samo`,
		`nje anja ima ost ski ska`, `čćšžđ`, `ij je nj lj vi`},
	{"sl", latin, `in je da se na za so v ki z s po pa od kot ne bi tudi ob iz še do bil leta pri ali lahko med bo`,
		`nje ega imi ost ski`, `čšž`, ``},
	{"ca", latin, `de la el que i a les els en un per una del amb no és al dels més va se com són ha però aquest han
		també sobre ser fins després anys`,
		`ció cions itat ment ats`, `çàèòï·`, ``},
	{"id", latin, `yang dan di itu dengan untuk tidak ini dari dalam akan pada juga saya ke karena tersebut bisa ada
		mereka lebih kata tahun oleh atau sudah telah orang kami harus`,
		`kan nya annya`, ``, `ng ny ak ah an me`},
	{"vi", latin, `và của là có được cho không trong đã các với người những một này để từ về khi đến cũng ông tại sau`,
		``, `đơưăạảấầậắặẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ`, `ng nh th ph tr`},
	{"sw", latin, `na ya wa kwa ni katika za la kuwa cha hiyo huo watu baada kama hii lakini yake wakati zaidi`,
		`isha iwa wao`, ``, `wa ku ha mb ny`},
	{"so", latin, `iyo oo ka ku ee in uu la waxaa ayaa soo ah waa si wuxuu ay dalka`, `ka ta aha yey`, ``, ``},
	{"uz", latin, `va bu bilan uchun bir ham edi deb bo lgan ning bo yicha o zbekiston haqida keyin yil qildi`,
		`lar ning gan ligi ish`, ``, `aa xa uu dh dd`},
	{"ku", latin, `û li ji bi ku ew di de jî ne bo yên ya ye hat dike kir wê`, `ên an`, `êîûş`, ``},
	{"ru", cyrillic, `и в не на что с по как это он из за от к о для его а но до бы у при года также во после она они
		был было были или ещё уже со том лет под об только может сообщил россии человек`,
		`ого его ться ний ость ение ения ского ский ция ции ают ает ыми`, `ыэъё`, ``},
	{"uk", cyrillic, `і в не на що з до як це він із за від та о для його але у при року також після вона вони був було
		були або ще вже зі тому під про лише може є й які україни щодо через`,
		`ого ться ння ість ення ськог ський ція ції ють ає ими ів`, `іїєґ`, ``},
	{"be", cyrillic, `і ў не на што з да як гэта ён за ад для яго але у пры года таксама пасля яна яны быў было былі або
		яшчэ ужо пра толькі можа які беларусі`,
		`ага ацца нне асць ення скі цыя юць ае ымі аў`, `ўіё`, ``},
	{"bg", cyrillic, `и в не на че с по как това той от за до са да се ще при година също след тя те беше бяха или още
		вече към си през само може като е българия заяви които`,
		`ите ата ето ния ият ване ски ция`, `ъ`, ``},
	{"sr", cyrillic, `и у је да се на за су од с а који што не о као из или али ће би није која бити према након рекао
		против године био само`,
		`ње ања има ост ски ска`, `ђјљњћџ`, ``},
	{"mk", cyrillic, `и во не на дека со по како тоа тој од за до се да ќе при година исто тие беше или уште кон само може
		што е македонија изјави`,
		`ите ата ето ње ски`, `ѓќѕјљњџ`, ``},
	{"kk", cyrillic, `және мен бұл үшін бір да де деп болып туралы кейін жылы қазақстан бойынша ол еді бар`,
		`лар лер ның нің дың ған ген`, `әғқңөұүһі`, ``},
	{"ky", cyrillic, `жана менен бул үчүн бир да деп болуп тууралуу кийин жылы кыргызстан боюнча ал эле бар`,
		`лар лер нын нин дын ган ген`, `ңөү`, ``},
	{"az", cyrillic, `вә бир бу үчүн илә дә да олан олараг даһа кими сонра чох ән исә ки јох дејил`,
		`лар ләр дыр дир`, `әғҝһҹөүј`, ``},
	{"ar", arabic, `في من على أن إلى عن التي الذي هذا هذه كان مع ما لا بعد قال بين كما وقال إن أو ذلك خلال قبل عام لم كل
		وفي رئيس يوم حتى ولا`,
		`ات ية ين ون`, `ةأإىؤئ`, ``},
	{"fa", arabic, `در و به از که این را با است برای آن یک خود تا کرد بر هم نیز شد گفت وی شده ما اما یا باید دو هر سال
		ایران کند بود شود می`,
		`های ند است`, `پچژگکی`, ``},
	{"ur", arabic, `کے میں کی ہے سے کا کو نے پر اور یہ کہ ہیں اس نہیں بھی ایک جو تھا گئی کیا وہ تو ہو کر لیے بعد گیا`,
		`وں ئی`, `ٹڈےںہھڑ`, ``},
	{"ps", arabic, `د په او چې کې ته له نه سره دا کړي هم هغه شوي وي يې کړ دي`, ``, `ټډړښځڅېۍګڼ`, ``},
}
