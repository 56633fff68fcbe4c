package lang

// enLands are countries, states and great cities, single words that stand where
// a person might. Those that are common names of people as well are left out:
// they need a look at the text.
var enLands = []classed{{Land, `afghanistan albania algeria andorra angola argentina armenia australia austria azerbaijan bahrain bangladesh belarus
	belgium belize benin bhutan bolivia bosnia botswana brazil britain brunei bulgaria burkina burundi cambodia cameroon canada chile china
	colombia comoros congo croatia cuba cyprus czechia denmark djibouti ecuador egypt england eritrea estonia eswatini ethiopia fiji finland
	france gabon gambia germany ghana greece greenland grenada guatemala guinea guyana haiti honduras hungary iceland india indonesia iran
	iraq ireland italy jamaica japan kazakhstan kosovo kuwait kyrgyzstan laos latvia lebanon lesotho liberia libya liechtenstein lithuania
	luxembourg madagascar malawi malaysia maldives mali malta mauritania mauritius mexico moldova monaco mongolia montenegro morocco
	mozambique myanmar namibia nepal netherlands nicaragua niger nigeria norway oman pakistan palestine panama paraguay peru philippines poland
	portugal qatar romania russia rwanda scotland senegal serbia singapore slovakia slovenia somalia spain sudan suriname sweden
	switzerland syria taiwan tajikistan tanzania thailand togo tunisia turkey turkmenistan tuvalu uganda ukraine uruguay uzbekistan
	vanuatu venezuela vietnam wales yemen zambia zimbabwe europe africa asia america
	alabama alaska arizona arkansas california colorado connecticut delaware florida hawaii idaho illinois indiana iowa kansas kentucky
	louisiana maine maryland massachusetts michigan minnesota mississippi missouri nebraska nevada ohio oklahoma oregon
	pennsylvania tennessee texas utah vermont wisconsin wyoming ontario quebec alberta queensland
	calif. fla. tex. ariz. ark. colo. conn. del. ga. ill. ind. kan. ky. la. md. mass. mich. minn. mo. mont. neb. nev. okla. ore. pa. tenn. va. vt.
	wash. wis. wyo. ala.
	moscow beijing tokyo delhi mumbai karachi lahore dhaka cairo lagos nairobi istanbul ankara izmir tehran baghdad damascus beirut amman riyadh dubai
	jerusalem athens rome madrid barcelona lisbon berlin munich hamburg vienna prague budapest warsaw kyiv kiev minsk riga vilnius tallinn
	helsinki stockholm oslo copenhagen brussels amsterdam paris london dublin edinburgh glasgow manchester birmingham liverpool
	tbilisi yerevan baku kabul tashkent seoul pyongyang shanghai bangkok jakarta manila hanoi canberra melbourne toronto
	montreal ottawa vancouver chicago boston detroit philadelphia seattle atlanta miami baltimore milwaukee minneapolis pittsburgh
	washington`}}
