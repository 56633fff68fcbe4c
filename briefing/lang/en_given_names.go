package lang

// enGivenNames are common given names of many countries, with the gender they
// tell. Names given to both, and those that are mostly surnames, have none.
var enGivenNames = []classed{
	{Given | Male, `james john robert michael william david richard joseph thomas charles christopher daniel matthew anthony mark donald
		steven steve stephen paul andrew joshua kenneth kevin brian george edward ronald timothy jason jeffrey jeff ryan jacob gary
		nicholas nick eric jonathan larry justin scott brandon benjamin samuel gregory greg frank alexander raymond patrick jack
		dennis jerry aaron jose henry adam douglas nathan peter zachary kyle walter harold jeremy ethan carl keith roger gerald
		christian terry sean arthur austin noah lawrence jesse joe bryan billy bruce albert willie gabriel alan juan logan wayne
		roy ralph randy eugene vincent russell louis philip phillip bobby johnny bradley bill bob mike tom jim dan dave ted ben tim tony
		ken ron rick rob matt chris fred harry howard martin stuart simon neil nigel graham ian colin derek duncan hugh oliver
		luke toby craig barack bernie marco rand mitt newt mitch chuck doug todd glenn dean evan josh zach brad chad
		vladimir sergei sergey dmitry dmitri ivan alexei aleksei mikhail nikolai igor oleg boris yuri anatoly viktor pavel andrei
		recep mustafa mehmet ahmet ali hasan hassan hussein hussain mohammed muhammad mohamed mahmoud ahmed omar osama ibrahim
		abdullah abdul khalid yusuf tariq bashar nasser kemal mevlut hakan murat emre cem orhan fatih ilham nikol vahan levan giorgi
		armen ashot hayk tigran gagik davit emmanuel francois jean pierre jacques michel nicolas laurent olivier hans klaus jurgen
		wolfgang heinz otto karl fritz dieter helmut luis carlos miguel jorge pedro antonio francisco fernando manuel rafael
		alejandro javier ricardo eduardo roberto diego pablo sergio mario giovanni giuseppe matteo luca paolo silvio
		jair joao lars erik sven anders bjorn nils olaf jens janos viktor lech andrzej krzysztof piotr tomasz jan pavol vaclav
		milos zoran goran dragan slobodan ion traian alexis kyriakos yannis costas benjamin yitzhak ehud shimon naftali yair avi
		narendra rahul amit rajesh sanjay arun vijay anil ravi imran nawaz asif shahbaz ashraf hamid karzai shinzo taro hiroshi
		kenji fumio xi jinping keqiang kim jong-un ban kofi nelson jacob cyril robert uhuru paul yoweri olusegun goodluck
		dylan wesley barry clarence clyde earl edwin elliot elliott ernest floyd gordon herbert herman leo leon leonard lloyd
		marcus marvin max maurice melvin norman oscar perry rex sam sidney stanley theodore trevor victor warren wilson winston
		reince corey jared`},
	{Given | Female, `mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty sandra margaret ashley
		kimberly emily donna michelle carol amanda melissa deborah stephanie rebecca laura helen sharon cynthia kathleen amy angela
		shirley anna ruth brenda pamela nicole katherine samantha christine catherine virginia debra rachel janet emma carolyn
		maria heather diane julie joyce victoria kelly christina joan evelyn lauren judith olivia cheryl martha andrea megan
		hannah jacqueline ann anne jean alice kathryn gloria teresa sara janice doris julia marie grace judy theresa beverly
		denise marilyn amber danielle rose brittany diana abigail jane lori hillary chelsea ivanka melania nikki carly elena natalia
		natalya irina olga tatiana svetlana yulia ekaterina marina ludmila nina vera valentina galina ksenia fatma ayse emine
		zeynep elif merve meral leyla leila aisha fatima khadija mariam maryam zainab nadia amina yasmin layla aliyah sofia sophie
		sophia charlotte claire camille ursula angela annegret christiane heidi ingrid greta astrid birgitta sanna mette
		giorgia francesca chiara lucia carmen rosa isabel ana beatriz paula monica claudia dilma cristina michelle gabriela
		kellyanne sheila kate katie jill jenny julianne megyn meg kirsten kristen susanna susana theresa nicola priti penny
		indira sonia priya sushma benazir malala aung yuriko yoko akie ellen joyce winnie margarethe debbie donna dianne
		tammy tulsi kamala kathy wendy tina tracy stacey valerie vanessa yvonne yvette zoe zoya molly naomi natalie nora
		pauline peggy phyllis rita roberta ruby sally sandy sonja stella suzanne sylvia tamara vivian lena lana lara loretta
		lynn marcia marta meghan mia mildred miriam anita annette audrey bonnie bridget caroline celia clara connie
		dorothy edith eleanor ella erica erin esther eva florence frances gail georgia gina harriet hazel heidi holly ida irene iris
		jeanne joanna josephine juanita karla kristin laurie leah lillian lois louise lucille lucy lydia mabel marian marion`},
	{Given, `taylor jordan alex robin leslie pat jamie casey kim lee dana morgan sasha nur deniz chris francis sidney cameron drew
		kerry shannon jackie ariel quinn riley`},
}
