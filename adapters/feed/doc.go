// Package feed reads the sources that an operator adds: feeds in every format
// of the field, news sitemaps, and the lists of feeds (OPML) in which they
// come.
//
// Bytes become a Feed apart from the network: Parse knows RSS 0.9 to 2.0, RDF,
// Atom and JSON Feed, mends what is broken, and reads sitemaps; Discover finds
// the feeds of a site. A Reader then turns one poll of a bot.Source into
// articles: it asks conditionally, leaves out what is known, fetches the page
// where the feed gives only a teaser, and joins what feed and page say by
// trust. It decides nothing about when: that is the Poller's in package bot.
package feed
