package lang

import (
	"strings"
	"time"
)

var enFurniture = FurnitureRules{
	Exact: lines(`advertisement|advertisements|sponsored|sponsored content|related|related stories|related articles
		|related news|related topics|related content|related coverage|read more|read more...|more news|more stories
		|most read|most popular|most viewed|trending|trending now|recommended|recommended for you|recommended stories
		|editor's picks|editors' picks|top stories|latest news|latest stories|share|share this|tweet|email|print
		|comments|leave a comment|no comments|view comments|show comments|loading|loading...|back to top|menu|home
		|subscribe|sign up|log in|sign in|newsletter|donate|video|photos|gallery|facebook|twitter|whatsapp|linkedin
		|copy link|save|listen|play video|close|next|previous|tags|topics|more|see more|show more|full story|live
		|you may also like|you might also like|don't miss|what to read next|up next|see also|read also|also read
		|more on this story|more from this author|more on this topic|story continues below|article continues below
		|story continues below advertisement|end of the story|breaking|breaking news|exclusive|for immediate release|press release|news release|media release|fact checked|fact-checked`),
	Banners: lines(`for immediate release|press release|news release|media release`),
	Openings: openings(`read more:|read more about|read more on|read more at|read next:|read also:|read also|read:
		|also read:|also read|also see:|see also:|related:|more on this|more:|watch:|watch live:
		|watch more:|listen:|listen to the|video:|photos:|gallery:|in pictures:|photo:|photo by|photo credit
		|photos by|picture:|image:|image by|image credit|image source|photograph:|photograph by|credit:|caption:
		|file photo|file picture|file image|sign up for our|sign up to our|sign up for the|sign up here|sign up now
		|sign up to get|sign up to receive|sign up for free|subscribe to|subscribe now|subscribe here|subscribe for
		|follow us|follow our|join our|join us on|download our|download the app|get our app|get the app|share this
		|share on|share via|click here|click to|tap here|tap to|advertisement|story continues|article continues
		|skip to|copyright|©|(c) 20|all rights reserved|tags:|topics:|filed under|posted in|categories:|category:
		|you may also like|you might also like|recommended:|don't miss:|don’t miss:|get the latest|get breaking news
		|please enable|enable javascript|this article was originally|this article originally|this story was originally
		|this story originally|this article first appeared|this story first appeared|originally published
		|first published in|leave a comment|post a comment|print this|email this|have a tip|got a tip|have a story
		|do you have a story|contact us|send us|support our|become a member|become a subscriber
		|our standards:|compiled by|the views expressed|opinions expressed|for more information, visit
		|for more news|for more stories|more stories from|more news from|hide caption|toggle caption|enlarge this image`),
	Credits: strings.Split(`AP Photo|Getty Images|REUTERS/|/Reuters|/REUTERS|/AFP|/AP|/EPA|via AP|via AFP|via Reuters|/Anadolu`+
		`|(Photo|Photo:|Photo by|Photograph:|Image:|Picture:|File Photo|File photo|file photo|FILE PHOTO|[File]|(File)|Handout`+
		`|Photo credit|Courtesy of|Shutterstock|Wikimedia Commons`, "|"),
	BylineOpenings: []string{"by ", "written by ", "words by ", "story by ", "text by ", "report by ", "reported by ",
		"exclusive by ", "interview by ", "author: ", "authors: ", "byline: ", "by: "},
	Reporters: "reporting by ",
	Stopped:   set(`vs st pp ft co al cf ca`),
	SignOffs: []string{"reporting by ", "additional reporting by ", "additional reporting ", "writing by ",
		"editing by ", "reporting and writing by ", "reporting and editing by ", "compiled by ", "with reporting by "},
	Roles: lines(`staff writer|staff reporter|staff|reporter|correspondent|special correspondent|foreign correspondent
		|senior correspondent|chief correspondent|political correspondent|diplomatic correspondent|senior reporter
		|political reporter|business reporter|editor|political editor|senior editor|deputy editor|diplomatic editor
		|contributor|contributing writer|columnist|freelance journalist|special to|news editor|world editor|bureau chief`),
	RoleWords:   set(`reporter reporters correspondent editor writer staff desk columnist journalist producer`),
	NameJoiners: set(`and & de del della der den di da dos du la le van von bin ibn al el ter ten y e in for with of the at`),
	Outlets: lines(`reuters|associated press|the associated press|ap|afp|agence france-presse|bbc|cnn|npr|tass|interfax
		|ria novosti|bloomberg|anadolu|anadolu agency|xinhua|upi|dpa|efe|ansa|kyodo|pti|ani|ians|yonhap|al jazeera|politico
		|axios|vox|slate|rfe/rl|dw|abc|cbs|nbc|sky news|euronews|azertac|armenpress|trend|civil.ge|ukrinform|unian|apa|irna
		|wafa|sana|petra|bernama|antara|belga|apn|turan|oc media|eurasianet|the conversation|propublica`),
	OutletWords: set(`news times post wire gazette agency press herald tribune journal tv television media online
		chronicle observer telegraph guardian mirror courier reporter review monitor bulletin weekly magazine network
		broadcasting newspaper newswire dispatch register examiner inquirer sentinel daily ledger argus broadcaster
		newsroom standard express independent echo globe mail insider today radio english international turkish
		service`),
	OutletOpenings: set(`radio agence agencia agenzia daily`),
	Months:         months(),
	DateWords: set(`published posted date dated created issued on at of the first online by time est. modified
		monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
		publication local hrs hours h - – — | · •`),
	UpdateWords: set(`updated update last-updated modified edited corrected`),
}

func months() map[string]time.Month {
	m := make(map[string]time.Month)
	for i := time.January; i <= time.December; i++ {
		name := strings.ToLower(i.String())
		m[name], m[name[:3]] = i, i
	}
	m["sept"] = time.September
	return m
}

// lines makes a set of lines parted by "|".
func lines(s string) map[string]bool {
	m := make(map[string]bool)
	for l := range strings.SplitSeq(s, "|") {
		m[strings.TrimSpace(l)] = true
	}
	return m
}

// openings groups beginnings of lines, parted by "|", by their first word.
func openings(s string) map[string][]string {
	m := make(map[string][]string)
	for l := range strings.SplitSeq(s, "|") {
		l = strings.TrimSpace(l)
		word, _, _ := strings.Cut(l, " ")
		m[word] = append(m[word], l)
	}
	return m
}
