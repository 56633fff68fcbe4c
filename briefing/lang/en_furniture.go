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
		|story continues below advertisement|end of the story|breaking|breaking news|exclusive|for immediate release|press release|news release|media release
		|fact checked|fact-checked|published|shares|views|comments|view comments|share article|gift article|view gallery|scroll down for video
		|read later|listen to this article|image caption|image source|aa|a a|a+|a-|key events|show key events only|skip advertisement
		|related internet links|related links|related posts|previous post|next post|previous article|next article|previous story
		|next story|read next|a message from our sponsor|follow|follow us|contact the author|report abuse|add comment|post comment
		|retweet|reply|like|likes|replies|bookmark|cancel|expand|collapse|view image in fullscreen|play|pause|mute|unmute|live feed
		|view this email in your browser|view in browser|view online|view in your browser
		|read the rest|read the rest here|read it here|read more here|read the full story|read the full story here|read the full article
		|read the full article here|read the whole story|read the whole story here|abstract|full text`),
	Banners: lines(`for immediate release|press release|news release|media release`),
	Openings: openings(`read more:|read more about|read more on|read more at|read next:|read also:|read also|read:|also read:|also read
		|also see:|see also:|related:|more:|watch:|watch live:|watch more:|listen:|video:|photos:|gallery:|in pictures:|photo:
		|picture:|image:|photograph:|credit:|caption:|sign up for our|sign up to our|sign up for the|sign up here|sign up now
		|sign up to get|sign up to receive|sign up for free|subscribe to|subscribe now|subscribe here|subscribe for|follow us
		|follow our|join our|join us on|download our|download the app|get our app|get the app|share this|share on|share via
		|click here|click to|tap here|tap to|story continues|article continues|skip to|all rights reserved|tags:|topics:
		|categories:|category:|you may also like|you might also like|recommended:|don't miss:|get the latest
		|get breaking news|please enable|please turn on|enable javascript|this article was originally|this article originally
		|this story was originally|this story originally|this article first appeared|this story first appeared
		|originally published|first published in|leave a comment|post a comment|print this|email this|have a tip|got a tip
		|have a story|do you have a story|contact us|send us|support our|become a member|become a subscriber|our standards:
		|compiled by|the views expressed|opinions expressed|for more information, visit|for more news|for more stories
		|more stories from|more news from|hide caption|toggle caption|enlarge this image|©|copyright ©|copyright 19
		|copyright 20|copyright (c|c) 19|c) 20|scroll down for|region:|section:|keywords:|media contact|press contact
		|media contacts|media inquiries|media enquiries|press inquiries|press enquiries|for media inquiries
		|for media enquiries|tel:|phone:|telephone:|fax:|e-mail:|email:|mobile:|with inputs from|with agency inputs
		|reading time:|est. reading time|view image in|view gallery|view this email|was this email forwarded
		|you received this email|you're receiving this|you are receiving this|unsubscribe
		|manage preferences|a message from our sponsor|this email was sent|this article appears in|this story appears in
		|your email address will|required fields are|report an orthographic
		|report a typo|report a mistake|report an error|contact the author|share on facebook|share to facebook
		|share on twitter|you can unsubscribe|show key events
		|thanks for reading|thank you for reading|that's all from us|that's all for today
		|we are closing this|this live blog|previous post|next post|previous article|next article|previous story|next story`),
	Labels: openings(`photo by|photos by|photo credit|image by|image credit|image source|photograph by|file photo|file picture|file image
		|advertisement|posted in|filed under|listen to the|more on this|photographs by|photography by|illustration by
		|illustrations by|graphic by|graphics by|video by|cartoon by|cover image|pictured above|pictured left|pictured right
		|pictured:|left:|right:|above:|below:|follow|contact:|contacts:|hashtags|image caption|related internet|related links
		|more from|more in|skip|show more|view comments|view all|read the full|full coverage|watch live|watch now|live updates|reading time|terms of use|privacy policy|cookie policy|advertise with`),
	Calls: openings(`follow|like us|like our|find us|join us|join our|join the|visit us|visit our|subscribe|sign up|signup|sign-up|get our
		|get breaking|get in touch|download the|download our|catch all|catch the|catch up|check out|stay up|stay updated
		|stay informed|stay tuned|stay connected|keep up|make it easy|tap|click|send your|send us|tell us|email us
		|email the|email our|e-mail us|write to us|contact us|contact the|reach the|reach us|connect with
		|don't miss|never miss|if you have a|do you have|have you got|got something|got any|for the latest
		|for live|for breaking|register|log in
		|our app|our newsletter|this newsletter|share your|comment on|learn more`),
	Channels: strings.Split(`newsletter|facebook|twitter|instagram|whatsapp|telegram|youtube|tiktok|linkedin|our app|app now|the app| app to|app for|our website|our site|your inbox|notifications|push alerts|news alerts|email alerts|premium|subscription|subscriber|subscribe|our podcast|podcasts|breaking news|latest news|latest updates|top stories|more stories|stories like this|news tip|your story|your stories|a story|your views|your comments|your experience|in the comments|comments below|our journalism|our coverage|our live|@|free trial|for free|e-paper|epaper|rss|messenger|discord`, "|"),
	Notices: openings(`a version of this …appear|the …is not responsible for the content|the …are not responsible for the content|the views …in this article
		|the opinions …are those of the author|the opinions …in this article|the views …are those of the author|this story has not been edited …feed
		|this report …auto-generated|this story …auto-generated|this article …auto-generated|this story is …syndicated feed|this is an …auto-generated
		|published from …agency feed|this material may not …redistributed|this content …protected by copyright|content from …hyperlinked
		|reproduction …prohibited|reproduction …permission|any use of …hyperlink|when quoting …link|all materials …link to|no part of this …permission
		|an error …trl+|if you …trl+|if you …trl +|found an …trl|some …affiliate commission|we may earn …commission
		|when you buy …commission|prices …at time of publication|watch a …above.|watch the …above.|watch a …below.|watch the …below.
		|see the …gallery below|listen to …live at |listen to …listen back|listen to …podcast below`),
	Greetings: openings(`good morning|good afternoon|good evening|happy monday|happy tuesday|happy wednesday|happy thursday|happy friday`),
	Home:      lines(`home|homepage|home page|front page|main|main page`),
	Followed: map[string]int{"image caption": 1, "previous post": 1, "next post": 1, "previous article": 1, "next article": 1,
		"previous story": 1, "next story": 1, "read more": 1, "also read": 1, "see also": 1, "read also": 1, "read next": 1, "don't miss": 4, "a message from our sponsor": 1,
		"more on this story": most, "related topics": most, "related internet links": most, "related links": most,
		"related posts": most, "related stories": most, "related articles": most, "related news": most, "related content": most,
		"related coverage": most, "related": most, "top stories": most, "most read": most, "most popular": most, "most viewed": most,
		"trending": most, "trending now": most, "recommended": most, "recommended for you": most, "recommended stories": most,
		"editor's picks": most, "editors' picks": most, "you may also like": most, "you might also like": most,
		"more stories": most, "more news": most, "latest news": most, "latest stories": most, "what to read next": most,
		"up next": most, "tags": most, "topics": most, "view comments": 1, "more on this topic": most},
	Boilerplate: openings(`about|notes to|note to|contact|contacts|media|press|for further|for more|for media|background|for additional`),
	Notes: openings(`correction|corrections|clarification|clarifications|editor's note|editors' note|editors note
		|correction and clarification|this article was amended|this story was amended|this article was corrected|this story was corrected
		|this article has been updated|this article has been corrected|this article has been amended|this article has been clarified|this story has been updated|this story has been corrected|this story has been amended|this story has been clarified|this report has been updated|this report has been corrected|this report has been amended|this report has been clarified|this post has been updated|this post has been corrected|this post has been amended|this post has been clarified
		|this article was updated|this story was updated|this report was updated|this version corrects|this story corrects|this corrects
		|an earlier version of|a previous version of|earlier versions of|corrects|corrected-|refiles|adds|updates|recasts|removes|this story adds`),
	Slugs:    set(`UPDATE WRAPUP RPT REFILE CORRECTED EXCLUSIVE FOCUS ANALYSIS FACTBOX PREVIEW INTERVIEW TIMELINE INSIGHT`),
	AgoWords: set(`m mo min mins minute minutes h hr hrs hour hours d day days w wk week weeks month months year years s sec secs second seconds an a one about just published updated posted last`),
	Ago:      "ago",
	Biography: []string{"is a ", "is an ", "is the ", "covers ", "has covered ", "writes ", "has written ", "reports ", "can be reached ",
		"joined ", "has been a "},
	Credits: strings.Split(`AP Photo|Getty Images|REUTERS/|/Reuters|/REUTERS|/AFP|/AP|/EPA|via AP|via AFP|via Reuters|/Anadolu`+
		`|(Photo|Photo:|Photo by|Photograph:|Image:|Picture:|File Photo|File photo|file photo|FILE PHOTO|[File]|(File)|Handout`+
		`|Photo credit|Courtesy of|Shutterstock|Wikimedia Commons|(pictured|(left)|(right)|(above)|(centre)|(center)`, "|"),
	BylineOpenings: []string{"by ", "written by ", "words by ", "story by ", "text by ", "report by ", "reported by ",
		"exclusive by ", "interview by ", "author: ", "authors: ", "byline: ", "by: "},
	Reporters:   "reporting by ",
	SourceLabel: "Source: ",
	Stopped:     set(`vs st pp ft co al cf ca`),
	SignOffs: []string{"reporting by ", "additional reporting by ", "additional reporting ", "writing by ",
		"editing by ", "reporting and writing by ", "reporting and editing by ", "compiled by ", "with reporting by "},
	Roles: lines(`staff writer|staff reporter|staff|reporter|correspondent|special correspondent|foreign correspondent
		|senior correspondent|chief correspondent|political correspondent|diplomatic correspondent|senior reporter
		|political reporter|business reporter|editor|political editor|senior editor|deputy editor|diplomatic editor
		|contributor|contributing writer|columnist|freelance journalist|special to|news editor|world editor|bureau chief`),
	RoleWords:   set(`reporter reporters correspondent editor writer staff desk columnist journalist producer`),
	NameJoiners: set(`and & de del della der den di da dos du la le van von bin ibn al el ter ten y e in for with of the at`),
	PlaceWords:  []string{"in", "at"}, DayWords: []string{"on"}, OutletJoiners: []string{"for"}, AndWords: []string{"and"},
	ReadingTime: []string{" read"},
	EndWords:    set(`end ends`),
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
		publication local hrs hours h last - – — | · •`),
	Morning:     []string{"am", "a.m"},
	Afternoon:   []string{"pm", "p.m"},
	DayEndings:  []string{"st", "nd", "rd", "th"},
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

// most is how many lines below a heading go with it where no number is known.
const most = 12

// lines makes a set of lines parted by "|".
func lines(s string) map[string]bool {
	m := make(map[string]bool)
	for l := range strings.SplitSeq(s, "|") {
		m[strings.TrimSpace(l)] = true
	}
	return m
}

// openings groups beginnings of lines, parted by "|", by their first word.
func openings(s string) Beginnings {
	m := make(map[string][]string)
	for l := range strings.SplitSeq(s, "|") {
		l = strings.TrimSpace(l)
		word, _, _ := strings.Cut(l, " ")
		m[word] = append(m[word], l)
	}
	return Beginnings{newWordTable(m)}
}
