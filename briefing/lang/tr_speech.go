package lang

import "strings"

var trSpeech = turkishSpeech()

func turkishSpeech() SpeechRules {
	r := newSpeechRules(append(trSpeechWords, trGivenNames...))
	r.VerbFinal = true
	for w, c := range r.words {
		for _, e := range trPlural {
			if c&Role != 0 && strings.HasSuffix(w, e) {
				r.words[w] |= Plural
			}
		}
	}
	r.table = newWordTable(r.words)
	return r
}

// trPlural ends plural nouns.
var trPlural = strings.Fields("lar ler ları leri")

// trSpeechWords are the words around speech. Verbs stand in the forms of news:
// past, present and reported past, singular and plural; Attributive forms end
// in -en, Saying in -erek, Spoken are passive and SayBase nouns, "dediğini".
// SayWeak are verbs that say something only with a noun of speech, which is
// Medium: "ifade etti", "sözlerini kullandı". Role and Org nouns stand bare and
// with the ending of what they belong to: "sözcü", "sendika sözcüsü".
var trSpeechWords = []classed{
	{Say | SayOnly, `dedi dediler demişti demişlerdi diyor diyorlar diyordu der derdi söyledi söylediler söylüyor söylüyorlar söylemişti
		belirtti belirttiler belirtiyor belirtmişti kaydetti kaydettiler kaydediyor vurguladı vurguladılar vurguluyor vurgulamıştı
		ekledi eklediler ekliyor bildirdi bildirdiler bildiriyor bildirmişti duyurdu duyurdular açıkladı açıkladılar açıklıyor
		açıklamıştı aktardı aktardılar aktarıyor anlattı anlattılar anlatıyor savundu savundular savunuyor`},
	{Say, `konuştu konuştular konuşuyor konuşmuştu sordu sordular soruyor sormuştu yanıtladı yanıtladılar yazdı yazdılar yazmıştı yazıyor
		uyardı uyardılar uyarıyor hatırlattı hatırlattılar hatırlatıyor sürdürdü yineledi yinelediler seslendi seslendiler
		haykırdı bağırdı özetledi yorumladı değerlendirdi sıraladı dertlendi tekrarladı tekrarladılar paylaştı paylaştılar cevapladı
		nitelendirdi nitelendirdiler tanımladı tanımladılar niteledi öngördü öngörüyor umuyor düşünüyor inanıyor fısıldadı mırıldandı iletti ilettiler`},
	{SayWeak, `etti ettiler ediyor ediyorlar etmişti getirdi getirdiler getiriyor getirmişti kullandı kullandılar kullanıyor
		kullanmıştı verdi verdiler veriyor vermişti bulundu bulundular bulunuyor bulunmuştu yaptı yaptılar yapıyor yapmıştı
		sürdü sürdüler gösterdi gösterdiler çekti çektiler koydu tamamladı tamamladılar düştü`},
	{Attributive, `diyen söyleyen belirten kaydeden vurgulayan ekleyen bildiren duyuran açıklayan aktaran anlatan savunan konuşan
		soran yanıtlayan yazan uyaran hatırlatan sürdüren yineleyen seslenen haykıran bağıran özetleyen yorumlayan değerlendiren
		paylaşan tekrarlayan`},
	{Attributive | SayWeak, `eden getiren kullanan veren bulunan yapan süren gösteren çeken`},
	{Saying, `diyerek söyleyerek belirterek kaydederek vurgulayarak ekleyerek bildirerek duyurarak açıklayarak aktararak anlatarak
		savunarak konuşarak sorarak yazarak uyararak hatırlatarak yineleyerek seslenerek haykırarak bağırarak`},
	{Saying | SayWeak, `ederek getirerek kullanarak vererek bulunarak yaparak sürerek`},
	{Spoken, `denildi dendi deniliyor denilmişti söylendi söyleniyor belirtildi belirtiliyor kaydedildi vurgulandı bildirildi
		bildiriliyor duyuruldu açıklandı aktarıldı anlatıldı savunuldu yazıldı öğrenildi konuşuldu edildi ediliyor kullanıldı
		verildi yapıldı sürüldü getirildi bulunuldu uyarıldı`},
	{SayBase, `dediğini söylediğini belirttiğini kaydettiğini vurguladığını açıkladığını bildirdiğini savunduğunu yazdığını
		dediği söylediği belirttiği ettiğini ettiği kullandığını konuştuğunu`},
	{Medium, `ifade iddia beyan itiraf ilan tekrar dile dikkat öne ifadelerini ifadesini ifadeleri ifadesi sözlerini sözünü sözleri
		sözlerine sözlerle sözleriyle cümlelerini cümlesini kelimelerini yanıtını yanıtı cevabını cevabı karşılığını mesajını mesajı
		mesajları uyarısında uyarısını çağrısında çağrısını açıklamasında açıklamasını açıklamalarda açıklamalarında açıklamada
		değerlendirmesinde değerlendirmesini değerlendirmelerinde değerlendirmede yorumunda yorumunu yorumlarında paylaşımında
		paylaşımını iddiasında iddiasını görüşünü görüşlerini düşüncesini bilgisini bilgilerini bilgisi sorusunu tepkisini
		ifadelerine ifadesine ifadeler ifadelerle savunmasını savunmasında savunması tespitinde tespitini tespiti tahmininde tahminini
		önerisinde önerisini temennisinde temennisini dileğinde dileğini talimatını müjdesini itirafında itirafını eleştirisinde
		eleştirisini vurgusunu vurgusu sitem sitemde isyan notunu notu mütalaasında iddianamesinde raporunda bildirisinde
		tepki karşılık yanıt cevap bilgi teşekkür şunları şunu şöyle böyle şeklinde biçiminde diye yer konuşmasını konuşmasına`},
	{Quotative, `diye`},
	{Accord, `göre`},
	{Naming, `adlı isimli başlıklı adıyla adındaki ismiyle ismindeki başlığıyla başlığı temalı sloganı sloganıyla sloganlı projesi
		operasyonu filmi kitabı romanı dizisi şarkısı albümü sorusuna sorusu sorusuyla sorularına iddiasına eleştirisine ödülü sergisi festivali kampanyası programı pankartı yazılı yazan
		ibaresi denilen denen anlamına kelimesi sözcüğü`},
	{Be, `idi imiş olan oldu oluyor olmuştu olacak`},
	{Adverb, `ayrıca devam yine sonra önce daha hâlâ hala artık henüz hemen dün bugün yarın şimdi geçen sadece yalnızca bile özellikle
		ardından böylece öncelikle sık sürekli birlikte birden aniden sert açıkça kısaca kesinlikle defalarca ısrarla
		üzerine yandan taraftan arada sırada karşın rağmen itibarıyla itibariyle nihayet sonunda devamla toplantıda törende
		konuşmada açıklamada programda ise de da dahi`},
	{Prep, `ile için gibi kadar göre tarafından hakkında dolayı ötürü beri doğru karşı rağmen üzere dair ilişkin yönelik ait
		başkanlığında öncülüğünde liderliğinde eşliğinde yönetiminde aracılığıyla adına yerine olarak sayesinde nedeniyle
		yüzünden boyunca arasında arasındaki içinde altında üstünde yanında karşısında önünde dışında önderliğinde dahil
		hariç konusunda konusu üzerinde`},
	{Conj, `ve veya ya veyahut hem ama fakat ancak lakin yahut`},
	{Sub, `ki çünkü eğer zira oysa madem`},
	{Det, `bir bu şu o bazı her tüm bütün birçok çok pek çeşitli birkaç hiçbir diğer öteki aynı kimi iki üç dört beş altı yedi
		sekiz dokuz on`},
	{Pronoun, `o kendisi`},
	{Pronoun | Plural, `onlar kendileri`},
	{Pronoun | First, `ben biz siz sen`},
	{Courtesy, `sayın sn. dr. prof. doç. av. uzm. op. yrd. arş. öğr. gör. müh. dt. ecz. vet. bay bayan`},
	{Courtesy | Male, `bay`},
	{Courtesy | Female, `bayan`},
	{Suffix | Male, `bey efendi`},
	{Suffix | Female, `hanım hanımefendi`},
	{Title, `cumhurbaşkanı cumhurbaşkanımız başbakan başbakanı bakan bakanı başkan başkanı başkanvekili vekili yardımcısı yardımcı vali
		valisi kaymakam kaymakamı müdür müdürü sekreter sekreteri sözcü sözcüsü büyükelçi büyükelçisi elçi elçisi konsolos konsolosu
		general generali albay yarbay binbaşı yüzbaşı teğmen üsteğmen amiral amirali orgeneral korgeneral tümgeneral tuğgeneral
		komiser komiseri başkomiser savcı savcısı başsavcı başsavcısı hâkim hakim hâkimi hakimi yargıç yargıcı avukat avukatı
		muhtar muhtarı milletvekili senatör senatörü vekil lider lideri aday adayı temsilci temsilcisi danışman danışmanı
		direktör direktörü yönetmen yönetmeni koordinatör koordinatörü profesör doçent doktor doktoru hemşire rektör rektörü dekan dekanı
		hoca hocası imam imamı papa kral kralı kraliçe kraliçesi prens prensi prenses şeyh şeyhi komutan komutanı kaptan kaptanı
		antrenör antrenörü öğretmen öğretmeni ceo kurucu kurucusu ortağı şef şefi amir amiri denetçi müfettiş şansölye şansölyesi
		eşbaşkan eşbaşkanı gazeteci yazar yazarı ekonomist analist uzman uzmanı mühendis mühendisi sendikacı patrik patriği hahambaşı başekonomist başekonomisti başhekim başhekimi başdanışman başdanışmanı başkonsolos
		başkonsolosu müsteşar müsteşarı piskopos piskoposu akademisyen hukukçu sosyolog`},
	{Role, `cumhurbaşkanı başbakan başbakanı bakan bakanı başkan başkanı başkanvekili yardımcısı vali valisi kaymakam kaymakamı müdür
		müdürü sekreteri sözcü sözcüsü sözcüleri büyükelçi büyükelçisi elçi elçisi konsolos konsolosu general albay komiser savcı savcısı başsavcı
		başsavcısı savcılar hâkim hakim yargıç avukat avukatı avukatlar avukatları muhtar muhtarı milletvekili milletvekilleri senatör vekil lider lideri
		liderler liderleri aday adayı adaylar temsilci temsilcisi temsilciler temsilcileri danışman danışmanı danışmanlar direktör direktörü yönetmen yönetmeni
		koordinatör koordinatörü profesör doçent doktor doktoru doktorlar hemşire hemşireler rektör rektörü dekan dekanı imam papa kral kraliçe
		komutan komutanı komutanlar kaptan kaptanı antrenör antrenörü öğretmen öğretmeni öğretmenler ceo kurucu kurucusu şef şefi
		gazeteci gazeteciler muhabir muhabiri muhabirler yazar yazarı editör editörü ekonomist ekonomistler analist analisti analistler
		uzman uzmanı uzmanlar uzmanları mühendis mühendisi mühendisler sendikacı yetkili yetkilisi yetkililer yetkilileri
		görevli görevlisi görevliler görevlileri memur memuru memurlar polis polisler polisi asker askerler askeri işçi işçisi işçiler işçileri çiftçi
		çiftçisi çiftçiler çiftçileri sürücü sürücüsü sürücüler şoför şoförü esnaf tüccar üretici üreticiler tüketici balıkçı
		balıkçılar öğrenci öğrencisi öğrenciler öğrencileri hasta hastalar tanık tanığı tanıklar tanıkları şahit sakin sakini
		sakinler sakinleri köylü köylüler vatandaş vatandaşlar yolcu yolcular kaynak kaynağı kaynaklar kaynakları kişi kişiler
		kadın kadınlar adam anne annesi baba babası eşi kardeşi ağabeyi ablası oğlu kızı komşu komşusu komşular komşuları aile ailesi
		aileler aileleri arkadaşı arkadaşları seçmen seçmenler eylemci eylemciler gösterici göstericiler aktivist aktivistler
		araştırmacı araştırmacılar bilim insanı insanları tarihçi psikolog mimar oyuncu oyuncusu şarkıcı sporcu hakem taraftar
		taraftarlar yönetici yöneticisi yöneticiler yöneticileri üye üyesi üyeler üyeleri ortak ortağı müşteri müşteriler
		diplomat diplomatı diplomatlar arabulucu müzakereci gözlemci gözlemciler eleştirmen destekçi destekçiler muhalif muhalifler
		büyükanne dede nine amca hala teyze dayı kurtarıcı itfaiyeci itfaiyeciler gönüllü gönüllüler madenci madenciler
		kaptanı pilot pilotu pilotlar başekonomist başekonomisti başhekim başhekimi başdanışman başdanışmanı başkonsolos başkonsolosu müsteşar müsteşarı
		piskopos piskoposu akademisyen akademisyenler hukukçu hukukçular sosyolog siyasetçi siyasetçiler bürokrat astronom biyolog kimyager fizikçi arkeolog arkeologlar veteriner eczacı denizci bankacı
		yatırımcı yatırımcılar girişimci emekli emekliler sanık sanığı sanıklar davacı mağdur mağdurlar denetçi sorumlusu sorumlu`},
	{Org, `bakanlık bakanlığı hükümet hükümeti yönetim yönetimi belediye belediyesi valilik valiliği kaymakamlık kaymakamlığı emniyet
		müdürlük müdürlüğü başkanlık başkanlığı komisyon komisyonu komite komitesi konsey konseyi mahkeme mahkemesi savcılık savcılığı
		başsavcılık başsavcılığı meclis meclisi parlamento parlamentosu senato senatosu parti partisi sendika sendikası dernek derneği
		vakıf vakfı birlik birliği federasyon federasyonu konfederasyon konfederasyonu oda odası baro barosu kurum kurumu kurul kurulu
		kuruluş kuruluşu banka bankası şirket şirketi firma firması holding ajans ajansı gazete gazetesi dergi dergisi televizyon
		televizyonu kanal kanalı üniversite üniversitesi okul okulu enstitü enstitüsü merkez merkezi hastane hastanesi ordu ordusu
		jandarma itfaiye afad kızılay kilise büyükelçilik büyükelçiliği elçilik elçiliği konsolosluk konsolosluğu kulüp kulübü
		takım takımı grup grubu örgüt örgütü platform platformu ittifak ittifakı koalisyon koalisyonu kooperatif kooperatifi teşkilat
		teşkilatı daire dairesi rapor raporu araştırma araştırması açıklama açıklaması bildiri bildirisi genelkurmay saray sarayı
		a.ş. ltd. şti. kremlin pentagon köşk akademi akademisi laboratuvar laboratuvarı havayolları demiryolları işletmesi`},
	{Affil, `yaşlı yerel yabancı üst düzey eski yeni kıdemli emekli ünlü genç bağımsız muhalif iktidar abd ab bm nato türk rus alman fransız ingiliz amerikan iranlı yunan
		ermeni gürcü azerbaycanlı iraklı suriyeli israilli ukraynalı cumhuriyetçi demokrat`},
	{Calendar, `pazartesi salı çarşamba perşembe cuma cumartesi pazar ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim
		kasım aralık`},
	{Time, `yıl ay hafta gün saat dakika sabah akşam gece öğle öğleden bugün dün yarın yılı günü haftası ayı saatlerinde sabahı akşamı gecesi
		yılında ayında gününde haftasında`},
	{Place, `caddesi sokağı mahallesi meydanı köprüsü havalimanı limanı ilçesi ili köyü nehri gölü dağı adası ovası kalesi stadı
		stadyumu parkı savaşı günü bayramı yasası kanunu anlaşması antlaşması sözleşmesi ödülü kupası ligi festivali maçı`},
	{Particle, `van von der bin el al dos del`},
	{Abbrev, `dr. prof. doç. av. sn. yrd. uzm. op. arş. öğr. gör. müh. mah. cad. sok. no. ltd. şti. a.ş. t.c. vb. vs. bkz. örn. alb. yzb.
		bnb. org. korg. tümg. tuğg. gen. st.`},
	{Verb, `gitti geldi oldu çıktı başladı bitti kaldı aldı gördü yaşandı katıldı ziyaret düzenledi düzenlendi öldü yaralandı
		açıldı kapandı arttı düştü yükseldi azaldı kazandı kaybetti istedi çalıştı geçti durdu döndü girdi kurdu kuruldu imzaladı
		toplandı görüştü buluştu seçildi atandı tutuklandı gözaltına kınadı destekledi eleştirdi karşıladı suçladı`},
	{Deny, `yalanladı yalanladılar yalanlıyor yalanlandı yalanlamıştı yalanlayan yalanlayarak tekzip`},
	{DenyThing, `reddetti reddettiler reddediyor reddedildi reddeden reddederek çürüttü`},
	{Claim, `iddia iddiası iddiaları iddialar iddiayı iddiasını iddialarını iddiaların haber haberi haberleri haberler haberlerin
		haberlerini suçlama suçlamaları suçlamalar suçlamayı suçlamasını söylenti söylentileri söylentiler söylentilerini rapor
		raporu raporları raporlar ithamları ithamı bilgi bilgiler bilgileri bilgilerin açıklaması açıklamaları rakam rakamlar
		rakamları`},
	{Falsehood, `asılsız asılsızdır yalan yalandır dayanaksız mesnetsiz uydurma uydurmadır hayal iftira iftiradır dışı dışıdır
		yanlıştır asılsızdı`},
	{Truth, `doğru doğruyu gerçek gerçeği gerçekle gerçekleri söz`},
	{Negation, `değil değildi değildir yok hiç asla etmedi etmediler etmiyor yansıtmıyor yansıtmadığını olmadığını etmediğini`},
	{Audience, `gazetecilere muhabirlere basına taraftarlarına seçmenlere kamuoyuna`},
}
