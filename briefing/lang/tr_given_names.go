package lang

// trGivenNames are Turkish given names in common use, with the gender they tell.
var trGivenNames = []classed{
	{Given | Male, `ahmet ali adem adnan akif alper alperen altan anıl arda arif aslan atakan atilla aydın ayhan aykut aytaç aziz bahadır
		 bayram bedri bekir berat berk berkay bilal bora bülent burak cahit can caner celal cem cemal cemil cengiz cevdet
		cihan çağatay çağlar davut doğan doğukan efe ege emin emir emrah emre enes engin ercan erdal erdem eren erhan erkan erol
		ersin ersoy ertan ertuğrul evren fahri faruk fatih ferhat ferit fikret fuat furkan galip gökhan gürkan hakan haldun halil
		haluk hamza harun hasan haşim haydar hikmet hüseyin ibrahim idris ilhan ilker ilyas ismail ismet izzet kaan kadir kamil
		kazım kemal kenan kerem koray korhan kubilay kürşat levent mahmut mehmet melih mert mesut mithat muhammet muharrem
		murat musa mustafa muzaffer nazım necati necdet necip nevzat nihat nuri nusret oğuz oğuzhan okan oktay olcay onur orhan
		osman ozan ömer önder özcan özgür özkan polat rahmi ramazan recai recep refik rıdvan rıfat rıza sabri sadık salih sami
		 sedat selahattin selçuk selim semih serdar serhat serkan sezgin sinan süleyman şahin şakir şener şenol şerif şevket
		şükrü tahir tamer taner tarık tayfun tayyip tekin teoman timur tolga tuna tuncay turan turgay turgut tümer ufuk uğur
		 ümit vedat veli volkan yakup yalçın yaşar yasin yavuz yiğit yılmaz yunus yusuf zafer zeki ziya vahit`},
	{Given | Female, `ayla arzu aslı asuman aybüke ayça ayfer aylin aynur aysel aysun ayşe ayşegül ayten banu başak belgin belma
		berna berrin betül beyza birgül buket burcu büşra canan candan cansu ceren ceyda çiğdem damla defne derya dilara dilek
		 ebru ece eda ela elçin elif emel emine esin esma esra eylem fadime fatma feride filiz funda gamze gizem gonca gökçe
		gül gülay gülcan gülden gülsüm gülşen gülten hacer hale hande hanife hatice havva hülya ilknur inci ipek irem kübra
		lale leman leyla mehtap melda melek melike meltem meral merve meryem mine müge müjde münevver nazan nazlı nermin nesrin
		neslihan nevin nihal nilay nilgün nilüfer nur nuran nuray nurcan nurgül nurten oya öykü özge özlem pelin perihan pınar
		reyhan rukiye sabiha saliha sanem seda sema semra serap sevda sevgi sevil sevim sevinç seyhan sıla sibel simge songül
		suna suzan şebnem şengül şermin şeyma şule tuba tuğba tülay tülin türkan ülkü yasemin yelda yeliz yeşim yıldız zehra
		zeliha zerrin zeynep zuhal`},
	{Given, ` evrim umay yağmur `},
}
