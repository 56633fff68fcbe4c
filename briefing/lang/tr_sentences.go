package lang

// trSentences are the Turkish rules. A number with a full stop is an ordinal,
// "3. gün", and ends no sentence.
var trSentences = SentenceRules{
	Abbreviations: abbreviations(map[Abbreviation]string{
		Prefix: `Dr Prof Doç Yrd Öğr Gör Uzm Op Arş Av Sn Bn Hz Dt Müh Mim Ecz Vet Alb Bnb Yzb Tğm Ütğm Asb Kor Org Tüm Tuğg
			Tümg Korg Orgn Gen Amr Tuğa Tüma Kom Krg Mst Mt St Mr Mrs`,
		BeforeNumber: `No no Nu s md mad fık c sy sf bkz krş yak Tel Fax Faks`,
		MayEnd: `vb vs vd vdd Ltd Şti Ş Inc Corp Co Cad Sok Mah Bul Blv Apt Kat Üniv Fak Böl Müd Gn Bşk Bşkn Yön Ort San Tic
			Tur İnş A.Ş T.C A.B.D A.B M.Ö M.S S.S K.K.T.C örn Jr Sr etc yy`,
		Inside: `bk Bkz krş Krş çev haz age agm`,
	}),
	Ordinals: true,
	Starters: dotted(`bu şu o bir ve ama fakat ancak ayrıca öte bunun buna bunu bunlar bunların onun onlar biz ben siz sen
		için göre kadar sonra önce daha en çok hiç her bazı birçok tüm bütün hem ne ya eğer çünkü böylece dolayısıyla
		üstelik nitekim oysa ise yine gene artık henüz şimdi bugün dün yarın geçen öğleden sabah akşam gece
		söz konusu olay olayda polis yetkililer uzmanlar açıklamada toplantıda konuşmasında kazada saldırıda
		ardından bununla buradan burada orada haber evet hayır peki belki sadece yalnızca`),
	Leaning:  dotted(`bu bunun buna bunu bunlar ama ve çünkü evet hayır o onlar böylece dolayısıyla bundan`),
	Pronouns: dotted(`o onlar bu bunlar onu onları ona onlara onun onların bunu bunları buna bunlara bunun bunların`),
}
