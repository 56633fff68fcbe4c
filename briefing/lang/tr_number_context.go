package lang

// addTurkishNouns adds nouns that are counted, by what they tell.
func addTurkishNouns(r *NumberRules) {
	r.add(NumHuman, `kişi insan kadın erkek çocuk bebek kız oğlan genç yaşlı sivil asker er erbaş subay abone ekonomist analist danışman yönetici tüccar üretici tüketici denetçi kaptan astsubay polis jandarma memur
		militan terörist isyancı savaşçı direnişçi paralı görevli yetkili işçi madenci çalışan personel emekli sakin köylü yolcu hacı
		göçmen mülteci sığınmacı turist öğrenci öğretmen doktor hemşire gazeteci muhabir gösterici eylemci protestocu kurban
		hasta mahkûm mahkum tutuklu hükümlü rehine mürettebat denizci balıkçı itfaiyeci sürücü şoför pilot dağcı yüzücü müşteri
		üye yetişkin ergen aile saldırgan şüpheli sanık akraba vatandaş yurttaş mağdur depremzede gönüllü oyuncu sporcu taraftar seyirci
		izleyici yaya bisikletli sürücüsü işsiz çiftçi avukat hâkim hakim savcı milletvekili vekil bakan belediye esnaf seçmen katılımcı
		temsilci delege uzman mühendis bilim kursiyer aday korucu sağlıkçı teknisyen bekçi korsan pakistanlı suriyeli iraklı nüfus haneli
		çocuğun çocuğu`)
	r.add(NumHarmNoun, `ölü ölüm yaralı şehit cenaze ceset can kayıp naaş`)
	r.add(NumHarmed, `öldü ölmüş ölmüştü öldüğü öldüğünü ölürken ölen ölenler öldürüldü öldürülmüştü öldürüldüğü öldürüldüğünü öldürülen hayatını
		yaşamını canını can yaralandı yaralanmıştı yaralandığı yaralandığını yaralanırken yaralanan yaralanması yaralandığının vuruldu
		boğuldu boğularak şehit hayatlarını yaşamlarını katledildi ölümüne ölümü öldürdü yaraladı ölmesine yaralanmasına ölümüyle
		yaralanmasıyla vefat yaralı`)
	r.add(NumModifier, `yeni eski büyük küçük genç yaşlı yabancı yerli sivil silahlı ağır hafif ayrı farklı özel resmi askeri siyasi bağımsız
		kayıtlı sigortalı işsiz evsiz evli bekar gönüllü tam yarı ilave ek adet tane parça beyaz siyah gri sarı kırmızı pembe turuncu mor yeşil mavi elektrikli
		yüksek düşük uzun kısa önemli ciddi kritik ana ünlü uluslararası ulusal yerel kadın erkek kız çocuk türk rus alman fransız
		ingiliz amerikalı iranlı iraklı suriyeli yunan ermeni gürcü ukraynalı israilli filistinli afgan pakistanlı çinli japon kaçak
		düzensiz nükleer balistik insansız zırhlı ticari kamu devlet dolu boş hasarlı ruhsatsız bin başka daha kayıp ücretli ücretsiz
		acil ucuz pahalı temiz güçlü zayıf sağlıklı hızlı yavaş geniş dar kalıcı geçici ortak tek çift yıllık aylık haftalık günlük saatlik katlı odalı kişilik tonluk metrelik yataklı şüpheli muhalif`)
	r.add(NumCollective, `sayısı nüfusu`)
}

// addTurkishFunctionWords adds the words that end a noun phrase.
func addTurkishFunctionWords(r *NumberRules) {
	r.add(NumStop, `bu şu o ve veya ya da de ile için gibi kadar göre ise mi mı mu mü ki ama fakat ancak çünkü hem ne daha en çok az pek
		önce sonra beri dek değin karşı doğru rağmen üzere dair ilişkin tarafından hakkında arasında arasındaki içinde içindeki üzerinde
		üzerindeki altında üstünde yanında karşısında önünde dışında boyunca oranında oranındaki düzeyinde seviyesinde değerinde
		değerindeki tutarında tutarındaki civarında dolayında yakın aşkın fazla eksik olan olarak olduğu olduğunu oldu olmak olacak olması
		olmuş olmuştu olup bulunan bulunduğu bulunuyor var vardı yok yoktu değil değildi eden edildi etti ediyor ederek ediliyor edilen
		edildiği ettiği ettiğini yapıldı yapılan yaptı geldi gitti gelen çıktı çıkan kaldı kalan aldı alan verdi veren dedi söyledi belirtti
		açıkladı bildirdi kaydetti katıldı katılan düştü arttı azaldı yükseldi geriledi geldiğini ulaştı çıktığını bugün dün yarın şimdi
		artık henüz hâlâ hala ayrıca yine gene bile sadece yalnızca özellikle toplam toplamda birlikte tekrar her bazı tüm bütün birçok
		hiç kendi onun bunun bunların onların ayrıldı başladı bitti sürdü sürecek öldü ölen yaralandı yaralanan hayatını yaşamını
		canını öldürüldü öldürülen gözaltına tutuklandı yakalandı kurtarıldı kazandı kaybetti satıldı satın alındı alınan yıkıldı yıkılan
		yandı yanan kapatıldı açıldı açılan kuruldu kurulan gönderildi gönderilen dağıtıldı tahliye vuruldu imha sevk itibaren itibarıyla
		ibaret ait yönelik bağlı sahip ama halen halinde şekilde sırasında nedeniyle sonucu sonucunda sonunda başına başında
		karşılığında karşılık dolayısıyla yüzünden sayesinde ziyade önceki sonraki öncesinde sonrasında büyük küçük kez defa kere kat katı katından
		katına işten göç ilk son şeklinde biçiminde adlı isimli hastaneye hastanede denize eve evinden evlerinden
		aynı değer ele elde mal kattan kata yerine adına yanına önüne içine altına arasından içinden arkasında çevresinde bina yakınında esnasında kapsamında
		bünyesinde konusunda bakımından açısından amacıyla sebebiyle uyarınca`)
	// Nouns that end as verbs or as places do.
	r.add(NumSingular, `yiyecek içecek gelecek giyecek alacak yakacak bacak oyuncak nokta pasta posta usta banda sonda vida gıda oda moda tanker
		yelken tekne diken ekmek yemek çakmak parmak ırmak basamak beden maden neden fidan meydan kundura`)
	r.add(NumDeterminer, `bu şu o her tüm bütün`)
	r.add(NumPronoun, `o onlar biz siz ben`)
	r.add(NumAux, `oldu olmuş olacak olduğu olduğunu var vardı edildi etti ediyor edecek değil değildi bulunuyor`)
	r.add(NumVerb, `oldu var vardı edildi etti ediyor dedi söyledi belirtti açıkladı bildirdi öldü yaralandı arttı düştü yükseldi geriledi azaldı
		kaybetti kazandı katıldı geldi gitti çıktı aldı verdi yaptı başladı bitti kaldı ulaştı yıkıldı vurdu satıldı kuruldu açıldı kapandı`)
	r.add(NumOpener, `ancak fakat ama çünkü oysa`)
	r.addRole(RoleContrast, "ancak fakat ama ise")
	r.add(NumAside, "aralarında")
	r.add(NumIdle, `gün kez daha kere defa yandan taraftan tarafta an anda şey şekilde süre süredir başka ara diğer kısmı çok an zaman
		zamanlar sonraki önceki grup yıl hafta ay dizi tür çeşit parçası bölümü`)
	r.addRole(RoleShare, "başına")
	r.addRole(RoleToll, "kaybedenlerin yitirenlerin ölenlerin yaralananların kaybı")
	r.addRole(RoleTrue, "doğru gerçeği gerçek")
	r.addRole(RoleNumbered, "numara numaralı numarası plaka plakalı sayılı nolu")
	r.addRole(RoleParent, "babası annesi")
	r.addRole(RoleCompared, "göre kıyasla oranla")
	r.addRole(RoleUntrue, "asılsız yalan uydurma")
}

// addTurkishContext adds the words around times, directions and casualties.
func addTurkishContext(r *NumberRules) {
	r.add(NumMonth, `ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık`)
	r.add(NumWeekday, `pazartesi salı çarşamba perşembe cuma cumartesi pazar`)
	r.add(NumNearby, `geçen bu gelecek önümüzdeki önceki geçtiğimiz`)
	r.add(NumTimeNoun, `yıl ay hafta gün gece akşam sabah dönem çeyrek mevsim yaz kış bahar sezon yılın ayın haftanın`)
	r.add(NumToday, `bugün dün yarın`)
	r.add(NumClock, `sularında tsi`)
	r.add(NumYearMark, `yılı yıl m.s m.ö`)
	r.add(NumNumberName, `madde maddesi sayfa bölüm kat oda kapı no numara numaralı hat otobüs uçuş sefer saat saati peron blok sokak cadde
		sınıf grup seri model tip sürüm kanal bent fıkra ek cilt bab koltuk sıra fasıl alay tabur tugay apollo`)
	r.addRole(RoleYearNoun, `yılı yılında yılından yılına yılının yılındaki yılda yılki model sezonu sezonunda bütçesi seçimleri seçimlerinde`)
	r.add(NumStreet, `caddesi sokağı sokak mahallesi bulvarı`)
	r.add(NumRise, `arttı artış artışla artarak yükseldi yükselerek yükselişle yükseliş çıktı çıkarak artırıldı artırdı zam zamlandı büyüdü büyüme kazandı kazanarak
		tırmandı sıçradı katlandı fazlalaştı artmış yükselmiş arttığını yükseldiğini artması arttırıldı arttırdı`)
	r.add(NumFall, `düştü düşüş düşüşle düşerek geriledi gerileyerek gerileme azaldı azalış azalarak azalma indi inerek indirildi indirdi daraldı
		küçüldü kaybetti eridi gerilediğini düştüğünü azaldığını kayıpla`)
	r.addRole(RoleMeasureOf, `oranında oranla kadar civarında daha değer`)
	r.add(NumHarming, `öldüren öldürdü yaralayan ölen öldürülen yaralanan kaybeden yitiren`)
	r.addRole(RoleRateBefore, `günde haftada ayda yılda saatte dakikada saniyede başına günlük aylık yıllık haftalık`)
	r.add(NumAbbreviated, `no md s sn dk yy mah cad sok`)
}
