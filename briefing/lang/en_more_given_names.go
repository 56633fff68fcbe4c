package lang

// enMoreGivenNames are further given names with the gender they tell. Names that
// are ordinary words, surnames or places as often are left out.
var enMoreGivenNames = []classed{
	{Given | Male, `abel abner ahmad aidan akira alastair albie aldo alec alexandre alfie alfonso alfred alfredo alistair allan allen alvaro alvin amadou amir
		anand andre andreas andres andy angelo angus antoine anton antonin ari armand armando arnold arsen arshad artem arturo arvind ashok augusto
		avraham aziz baris basil bastian behrouz benedict bernard bilal bjarne boaz bogdan bora brendan brent brett bruno burak byron caleb calvin
		carlo carlton cedric cesar chandra charlie chester chinedu christophe claude clayton clifford clive clovis cody conor cornelius curtis cyrus
		damian damien damon danny dario darius darrell darren darryl daryl declan deepak delroy demetrius denis denys derrick desmond devin dewayne
		dexter dino dirk dmytro domenico dominic dominik donnie duane dusan dustin dwayne dwight eamon eddie eddy edgar edmund eduard efrain egor
		eitan eldar eli elias elijah elmar emanuel emerson emil emilio emin enrico enrique enver enzo erdal erich erick ernesto ersin erwin esteban
		etienne eugen evgeny fabian fabio faisal farid felipe felix ferdinand fergus fernand fidel filip finn florian franco franz freddie frederic
		frederick friedrich fyodor gareth garry garth gaston gavin gennady geoff geoffrey gerard gerardo gil gilbert gilles gino gleb goncalo gopal
		gordan gregor grigory guido guillaume gunter gustav gustavo haakon habib hal hamza hank hans-peter harish harun harvey hector heinrich
		hendrik henri henrik hikmet hiroki horacio horst hovhannes howie hubert hugo humberto husein idris ignacio ilya ingmar irakli irving isaac
		isaiah ishaan ismail istvan ivo jaap jacek jaime jake jakob jakub jamal jamil jaroslav jarrod jean-claude jean-luc jerome jesper jimmy
		joachim joaquin jock joel johan johann johannes john-paul jon jonas jordi jorgen joris joseba josef josip jozef jules julio julius junaid
		kai kamal kamran karim karol kaspar kazuo keir kenan kendall kenny kerem khaled kieran kirk konstantin konstantinos kosta kris krishna
		kristian kristoffer kurt kwame lasha laszlo lee-roy leif lenny leonardo leonid leopold leroy lionel lorenzo lothar lucas lucian ludwig luiz
		lukas luther lyle magnus maksim malcolm malik manoj marat marc marcel marcelo marek marius marko markus marlon martijn marty massimo mateo
		mathias mathieu matthias maurizio mauro maxim mehdi mel merab michal mick mickey mihai mikael mikheil miklos milan miles milton miroslav
		mohamad mohammad mohan monte monty moritz moses moshe mukesh murad musa myron nadav naresh nathaniel navid ned nestor nicolae niels niklas
		nisan noam norbert nuno oded oisin ole omid onur osman oswald otis ozan pascal patricio patrik pavlo pawel peder pekka petar pete petr petro
		phil pierre-louis pieter pietro pinchas prakash pranav pravin priyesh quentin quincy radek rafal rahim raj rajiv rakesh ralf ramesh ramiro
		ramon randall rashad rashid rasmus raul ravil reggie reginald reinhard reuben rhys ricky robbie roderick rodney rodrigo rohan rohit roland
		rolf romain ronan ronnie rory ruben rudolf rudy rufus rupert ruslan rustam saad sahil salvador salvatore samir samvel sandeep sandro sanjeev
		santiago santosh saul sebastian selim serdar serge serhiy seth seymour shane shaun shawn sinan slava sohail soren stanislav stefan stefano
		stelios steph stewart suleiman sunil suresh syed sylvester taha takeshi tamas taras teddy terrance terrell terrence tevfik theo thiago
		thierry timo timur tobias tod tolga tomas tommaso tommy torsten trent trey tristan turgut tyrone uli ulrich umar usman vadim valentin valery
		vasil vasily vazgen viacheslav vic vidar vikram vince vinod vitaly vito vivek vlad vladislav volkan volodymyr vyacheslav waleed wally walt
		waseem wilbur wilfred wilhelm willem willy wojciech xavier yann yannick yaroslav yasser yevgeny yigal yosef youssef yuriy zack zaur zbigniew
		zdenek zeljko zurab`},
	{Given | Female, `abbie abby adele adriana agata agathe agnes agnieszka aida aileen aisling ajda alana alba alejandra alena alessandra alexandra alexandria
		alexia alicia alina alison allison alyssa amal amalia amelia amelie anahit anastasia andree angelica angelika angelina anika anja anke
		anneke annelise annie anoush antoinette antonia anya arabella araceli areej ariana ariane arlene arpine asha ashleigh aslihan asma asya
		audra augusta aurelie ava ayesha aylin azra barb beata becky begum belinda bella berenice bernadette bernice berta bertha bess beth bethany
		betsy bettina beyza bianca birgit blanca bozena brianna brigid brigitte britta bronwyn burcu canan candace candice cara carina carla carmel
		carole carrie cassandra cassie catalina cate cathal cathy cecile cecilia celeste celine ceren chantal charlene cher cherie chloe chrissy
		christa christel christie christy ciara cindy clare clarissa claudette colette colleen constance consuelo cora cordelia corinne cornelia
		courtney cristiana dagmar damla daniela daphne daria darlene dasha deanna deb debora deirdre delia delphine demi denisa desiree devika diann
		didem dilara dina dolly dolores dominique donatella dora doreen dorota dorothea ebru edna edwina eileen ekin elaine eleni eleonora elisa
		elisabeth elise eliza elke ellie elsa elspeth elvira emel emilia emilie emmanuelle erika erna ernestine esma esra estelle eugenia eunice
		eveline evie ewa farah farida fatemeh faye felicia fernanda filiz fiona flavia flora florencia francine francoise franziska frida gabriele
		gaelle galit gemma genevieve georgette georgina geraldine gerda gertrude gillian ginny gisela giulia giuliana gladys glenda greer gretchen
		guadalupe gudrun guler gulnara gulsen gwen gwendolyn habiba haley halina hanan hande hanna hanne hatice hazal hedwig hege heike helena
		helene helga helle henrietta hilary hilda hilde huda hulya ieva ilona ilse imogen ines inga inge ingeborg ioana irena irma isabella
		isabelle isla ivana izabela jacinda jacinta jada jana janelle janette janina janine jasmin jasmine jayne jeanette jeannette jelena jenna
		jenni jennie jessie jo joann jocelyn jodie joelle johanna jolanta jordana josefina josie jovana juana judit juliana juliet juliette justine
		kaia kaitlyn kamila karin karina karine kasia katarina katarzyna kateryna katharina katherina katja katrin katrina katya kay kaye kayla
		keira kelsey kendra kerstin kiera kim-anh kinga klara krista kristan kristi kristina krystyna kubra kylie lacey lale lamia larisa larissa
		latoya laverne lavinia lea leanne leena leigh-anne lene leni leona leonie leonora leslee leticia lia liana lidia liis lila lilia lilian
		liliana liliane lilit lillie lina linnea lisbeth liudmila liv livia liz liza lizzie loren lorena lori-ann lorna lorraine lotte lottie louisa
		luana luba luciana lucie lucinda ludmilla luisa lusine lyudmila madeleine madeline magda magdalena maggie maia maja malgorzata malin mandy
		manon manuela mara marcela marcella mareike margareta margarita margherita margit margot marguerite mari mariana marianna marianne maribel
		maricela marietta mariia marija marika marilena marisa marisol marissa mariya marjorie marla marlene marna martina maryanne maryna mathilde
		matilda maud maura maureen maxine maya meera melina mercedes meryem michaela michele milena millie mina minna mira mireille mirela moira
		mona monika monique muriel myriam myrna nadezhda nadine nadya nanette narine natacha natasha nathalie neha nellie nelly nesrin nevena nevin
		nicoletta nicolette nigar nika nilufer ninette nino noelle noemi noor noreen norma nuala nuray nurten octavia odette odile oksana olena
		olesya olympia ophelia oriana orla orsolya ottilie ozge ozlem paloma pam parisa pat-ann patrice patsy patti patty paulina pelin
		petra philippa phoebe phyllida pilar polina polly rabia rachael rachelle radhika raisa rana rania raquel rashida rebekah reena regina renata
		renate renee reyhan rhea rhoda rhonda ricarda rikke rima rina robyn rochelle romina romy rosalie rosalind rosamund rosana rosanna rosario
		rose-marie roseanne rosemarie rosemary rosie rowena roxana roxanne roya ruksana ruta ruzanna sabina sabine sabrina sadie safiya saima
		sally-ann salma salome sanam sandhya sangeeta saoirse saskia scarlett seda selena selin selma sema serena serpil sevda sevgi sevil seyma
		shabana shanice shanna shari sharona shauna shea sheena shelby shelley shelly sheri sherri sheryl shirin shonda sibel siegrid sigrid silke
		silvia simona simone sine sinead siobhan sirin siv soledad solveig songul soraya stefania steffi suhair sukran sunita susann susanne susie
		suzan suzana suzanna suzie suzy svenja swati sybil sylvie tabitha tahmina tamar tamika tania tansu tanya tara taryn tatjana tatyana teodora
		tereza terezia teri terri tess tessa thea thelma tiffany tilda tilde toni tove tracey trina trish trisha trudy tuba tugba tulay twyla ulla
		ulrike umut valentyna valeria valerija vanja veena velma verena veronica veronika veronique vesna vicki vickie vicky vida viktoria viktorija
		vilma viola violeta violetta viorica virginie viviana vivien vivienne wanda wendi whitney wilhelmina wilma winifred xenia ximena yael yana
		yara yasemin yasmeen yekaterina yesim yolanda yuki yuliya zahra zara zdenka zehra zelda zeliha zerrin zita zlata zora zuleyha zuzana zuzanna`},
}
