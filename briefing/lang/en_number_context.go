package lang

// addCountedWords adds nouns that can be counted and cannot be told by their
// endings.
func addCountedWords(r *NumberRules) {
	r.add(NumPlural, `people police personnel staff cattle fish sheep aircraft spacecraft watercraft deer media data criteria
		phenomena feet teeth mice lives wives wolves knives halves crew offspring livestock poultry men women children
		troops others elites alumni cacti fungi nuclei bacteria vertebrae livestock folk folks gentry clergy youth vermin
		swine salmon trout horsepower homeless infantry species series premises headquarters barracks chassis gallows means
		works crossroads congresspeople those dice geese oxen`)
	r.add(NumModifier, `sports sales goods arms savings systems customs operations communications securities games rights weapons
		news services honours honors politics economics logistics humanities athletics physics mathematics graphics electronics
		plastics ceramics windows women men women's men's human humans materials rations earnings overseas downstairs upstairs
		armed united sometimes parts sports-related gas dress glass class business press mass cross bus us u.s. u.k. e.u. u.n.
		steel-works jobs drugs veterans aerospace needs species police troops`)
	r.add(NumSingular, `this his its as is was has does us plus less perhaps besides always afterwards towards yes thus across
		previous various serious famous religious dangerous obvious enormous continuous numerous anxious conscious precious
		suspicious infectious indigenous autonomous anonymous ambitious cautious curious furious generous gorgeous hazardous
		basis crisis analysis virus campus census bonus status focus corpus process access success progress congress business
		illness witness express address princess fitness wilderness happiness darkness grass boss loss cross dress pass
		yes alas chaos cosmos lens atlas canvas christmas texas kansas arkansas paris angeles brussels athens illinois
		los las des tennis news mathematics physics economics politics`)
	r.add(NumHuman, `people person persons man woman men women child children boy boys girl girls baby babies infant infants civilian civilians
		soldier soldiers troop troops serviceman servicemen servicewomen fighter fighters militant militants rebel rebels insurgent
		insurgents mercenary mercenaries police policeman policemen policewomen officer officers official officials worker workers
		resident residents villager villagers passenger passengers pilgrim pilgrims migrant migrants refugee refugees asylum tourist tourists
		student students pupil pupils teacher teachers doctor doctors nurse nurses medic medics journalist journalists reporter reporters
		protester protesters protestor demonstrator demonstrators victim victims patient patients inmate inmates prisoner prisoners hostage
		hostages crew crewmen sailor sailors miner miners firefighter firefighters driver drivers pilot pilots peacekeeper peacekeepers
		hikers climbers swimmers guests shoppers worshippers worshipers employees staff personnel members others adults teenagers teens
		elderly pensioners families gunmen attackers bombers suspects relatives citizens nationals locals youths combatants conscripts
		reservists recruits marines guards paramedics rescuers volunteers athletes players fans spectators bystanders pedestrians cyclists
		motorists astronauts astronaut farmers farmer fishermen labourers laborers engineers aides aide ambassadors diplomats diplomat lawmakers`)
	r.add(NumState, `killed dead injured wounded missing arrested detained hurt displaced hospitalised hospitalized infected homeless
		stranded trapped rescued evacuated charged convicted unaccounted slain drowned kidnapped captured jailed imprisoned sickened aboard`)
}

// addFunctionWords adds the words that end a noun phrase: what is not a noun,
// an adjective or a participle before one.
func addFunctionWords(r *NumberRules) {
	r.add(NumStop, `a an the this that these those its his her their our my your whose each every all both any some no another such
		and or but nor yet so if than as of in on at by to from for with without within into onto upon over under above below between among
		amongst through throughout during before after since until till about around against along across behind beside besides beyond
		despite down up off out near per via versus vs toward towards except like unlike plus minus when where while which who whom what why
		how whether because although though unless once i he she it we they you me him us them there here then now not never ever only
		just even still already also too again ever however therefore thus meanwhile instead perhaps maybe probably possibly
		apparently reportedly allegedly respectively together apart ahead away ago earlier later sooner alone altogether else otherwise
		is are was were be been being am has have had having do does did done will would shall should can could may might must
		isn't aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't won't wouldn't can't couldn't cannot
		said say says told tell tells asked ask asks added adds took take takes taken went go goes going gone got get gets came come comes
		coming made make makes died die dies gave give gives saw see sees knew know knows thought think thinks found began begin
		begins kept keep keeps left leave leaves lost lose loses won paid pay sent send sends stood ran 
		became become becomes held brought bring brings felt feel feels led fell rose grew grow
		grows lived live showed seemed seem seems remained remain remains appeared appear appears happened happen
		happens wanted want wants needed used uses tried try tries agreed agree agrees voted joined join joins
		called lies sat sit sits met meet meets spoke speak speaks wrote write writes heard hear hears
		turned moved allowed include includes including included expected according compared based due worth
		while whereas amid amidst following regarding concerning excluding given last next ago today yesterday tomorrow tonight overnight
		each apiece everyone everything someone something anyone anything nobody nothing none either neither much many few several
		fewer less
		per yearly monthly weekly annually daily hourly nationwide worldwide total`)
	r.add(NumComparative, `higher lower greater smaller bigger better worse larger longer shorter cheaper faster slower more older younger
		heavier lighter wider taller deeper stronger weaker warmer cooler colder hotter drier wetter richer poorer steeper narrower thicker
		thinner brighter darker quicker closer farther further`)
	r.add(NumDeterminer, `the this that these those its his her their our my your all such any some both each every a an`)
	r.add(NumPronoun, `he she it we they i you there`)
	r.add(NumAux, `is are was were be been being has have had will would shall should can could may might must do does did`)
	r.add(NumVerb, `is are was were has have had will would shall should can could may might must do does did said says told called asked
		took went came got made gave saw found left lost won paid sent stood ran became held brought led put set cut fell rose grew began
		kept met spoke wrote fled struck shot hit fought sought fed drew drove flew broke chose bought sold caught taught built spent
		lies lay sits sat sees knows thinks wants needs hopes plans expects remains calls urges warns adds instead`)
}

func addTimeWords(r *NumberRules) {
	r.add(NumMonth, `january february march april may june july august september october november december
		jan feb mar apr jun jul aug sep sept oct nov dec`)
	r.add(NumAbbreviated, `jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun
		no nos rs approx c art sec vol fig pp p ch lb lbs oz ft mi hr hrs min mins sec secs sq yd yds yr yrs mr mrs ms dr gen sen rep gov`)
	r.add(NumWeekday, `monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun`)
	r.add(NumNearby, `last this next past previous current coming same`)
	r.add(NumTimeNoun, `year month week quarter season summer winter spring autumn fall weekend night morning afternoon evening day decade
		century time hour monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
		september october november december`)
	r.add(NumToday, `today yesterday tonight currently now tomorrow overnight`)
	r.add(NumAtTime, `on in by since until during as at before after from`)
	r.add(NumClock, `am pm a.m p.m a.m. p.m. gmt utc est edt cet cest bst ist pst pdt et pt o'clock noon midnight hrs local`)
	r.add(NumYearMark, `in since by until till from during early late mid fiscal circa before after through`)
	r.add(NumNumberName, `passcode passcodes password article articles section sections chapter page pages pp p no nos number numbers room gate flight route highway interstate
		row seat channel phase level grade version type tier stage round game match lap week day episode season series volume vol part item
		step unit model district ward block building apartment apt suite platform track lane exit runway terminal line bus tram sector zone
		division class form table figure fig chart appendix annex paragraph clause rule resolution proposition prop bill act amendment protocol
		category cat group pool seed rank ranked size group area camp station case docket title formula sample verse psalm question q
		studio camera scene act door deck lot plot hole pin code zip postcode box extension ext order convoy reactor brigade battalion
		regiment squadron division battery patient vehicle car driver hurricane cyclone uefa`)
	r.add(NumStreet, `street st road rd avenue ave lane ln drive dr boulevard blvd square court place terrace close crescent way highway hwy
		parkway row quay embankment`)
	r.add(NumAgeMark, `aged ages age`)
}

// addFigureContext adds what says whether a figure went up or down, counts
// casualties, and where clauses begin.
func addFigureContext(r *NumberRules) {
	r.add(NumRise, `up rise rises rose risen rising increase increases increased increasing gain gains gained gaining jump jumps jumped jumping
		climb climbs climbed climbing grow grows grew grown growing growth surge surges surged surging soar soars soared soaring advance
		advances advanced advancing higher raised raises raise raising lifted hiked added adds expanded rally rallied doubled tripled trebled quadrupled spiked swelled leapt`)
	r.add(NumFall, `down fall falls fell fallen falling drop drops dropped dropping decline declines declined declining decrease decreases
		decreased decreasing plunge plunges plunged plunging plummet plummeted plummeting slide slides slid sliding tumble tumbles tumbled
		tumbling slip slips slipped slipping lost loses losing shed sheds lower cut cuts cutting reduced reduces reduce reduction shrink shrinks shrank shrunk
		shrinking halved dwindled sank sunk contracted dipped slumped eased lowered`)
	r.add(NumHarmed, `killed dead died injured wounded perished drowned slain maimed hurt murdered massacred executed shot stabbed burned
		burnt crushed trampled beheaded hospitalised hospitalized`)
	r.add(NumHarming, `killed killing kills kill injured injuring injures injure wounded wounding wounds wound murdered murdering massacred
		massacring maiming maimed claimed claiming hurting`)
	r.add(NumHarmNoun, `deaths death fatalities fatality casualties casualty dead killed injured wounded injuries lives toll`)
	r.add(NumOpener, `while but which who whom whose where whereas although though because when if unless after before since despite amid
		including adding saying leaving making bringing`)
	r.add(NumCollective, `number population crowd staff workforce garrison crew turnout membership audience fleet total tally magnitude
		attendance index`)
	r.add(NumAside, `including among most mostly some`)
	r.addRole(RolePast, `struck tore blew swept shook threw drew drove flew broke chose fled fought sought ate wore swore rang sang sank woke hung
		swam drank rode froze stole dug hid knelt leapt shrank slept slid swung wept wove dealt crept spun caught taught built sold told knew grew rose fell began went came became gave saw took wrote spoke say think believe hit`)
	r.add(NumIdle, `another day thing hand way point side time moment reason example thing's who that more`)
	r.add(NumAppositive, `a an the which who whose where one part its their`)
}

func addNumberRoles(r *NumberRules) {
	r.addRole(RoleCent, "cent")
	r.addRole(RolePointOf, "percentage basis")
	r.word("percentage").Unit = "percentage points"
	r.word("basis").Unit = "basis points"
	r.addRole(RoleOld, "old")
	r.addRole(RoleShare, "share head litre person family household")
	r.addRole(RoleAgo, "ago earlier later before after from")
	r.addRole(RoleBy, "by")
	r.addRole(RoleAt, "at")
	r.addRole(RoleOutOf, "out")
	r.addRole(RoleThan, "than")
	r.addRole(RoleSub, "sub")
	r.addRole(RoleTrue, "true truth")
	r.addRole(RoleUntrue, "untrue false falsely")
	r.addRole(RoleTaking, "claimed claiming")
	r.addRole(RoleToll, "toll")
	r.addRole(RoleDead, "dead")
	r.addRole(RoleContrast, "while but whereas")
	r.addRole(RoleCondition, "if unless provided except")
	r.addRole(RoleUpward, "up down")
	r.addRole(RoleFurther, "another further")
	r.addRole(RoleRecord, "most first time")
	r.addRole(RoleTimeEdge, "end early late mid")
	r.addRole(RoleLeast, "least more over above greater higher bigger larger exceeding")
	r.addRole(RoleMost, "most less under below fewer lower smaller")
	r.addRole(RoleThrough, "through")
	r.addRole(RoleRevise, "corrected revised revises revising revise amended amends restated rectified downgraded")
	r.addRole(RoleShift, `lowered lowers lowering lower cut cuts cutting reduced reduces reducing raised raises raising raise increased changed
		adjusted updated`)
	r.addRole(RoleTally, "toll figure figures number numbers count tally total estimate estimates")
	r.addRole(RoleInitial, "initially originally mistakenly wrongly erroneously incorrectly initial original preliminary")
	r.addRole(RoleEarlier, "earlier previously previous first")
	r.addRole(RoleLater, "later now subsequently since then afterwards")
	r.addRole(RoleVersion, "version")
	r.addRole(RoleOn, "on")
	r.addRole(RoleWith, "with to")
	r.addRole(RoleWrong, "wrong incorrect inaccurate mistaken erroneous baseless unfounded untrue fabricated")
	r.addRole(RoleFounded, "founded born built established created formed opened launched")
	r.addRole(RolePeriod, "daily weekly monthly yearly annually hourly nightly year month quarter week")
	r.addRole(RoleVote, "vote votes voted voting passed approved confirmed rejected ruled carried adopted defeated ratified upheld majority")
	r.addRole(RoleThem, "them whom which who")
	r.addRole(RoleAgainst, "compared against versus vs than")
	r.addRole(RoleGive, "spoke speaks speak gave given put reported announced published stated counted listed estimated estimate estimates reports figures")
	r.addRole(RoleDecimal, "point")
	r.addRole(RoleWeigh, "weigh weighs weighed weighing weight heavier lighter heavy")
	r.addRole(RoleRow, "straight consecutive successive full whole more further extra additional long")
	r.addRole(RoleOpen, "open opens opened work works worked working run runs ran weekdays daily hours")
	r.addRole(RoleOdd, "odd plus ish")
	r.addRole(RoleLinking, "at stands stood")
}
