package telegramtest

import "testing"

func TestHTML(t *testing.T) {
	checkParsed(t, "HTML", map[string]parsed{
		"Styles":           {"<b>a</b><i>b</i><u>c</u><s>d</s><tg-spoiler>e</tg-spoiler>", "abcde", []string{`bold "a"`, `italic "b"`, `underline "c"`, `strikethrough "d"`, `spoiler "e"`}},
		"OtherNames":       {"<strong>a</strong><em>b</em><ins>c</ins><del>d</del><strike>e</strike><span class=\"tg-spoiler\">f</span>", "abcdef", []string{`bold "a"`, `italic "b"`, `underline "c"`, `strikethrough "de"`, `spoiler "f"`}},
		"Capitals":         {"<B>a</b> <I>b</I>", "a b", []string{`bold "a"`, `italic "b"`}},
		"Nested":           {"<b>one <i>two</i></b>", "one two", []string{`bold "one two"`, `italic "two"`}},
		"Link":             {`<a href="https://Example.com/x?a=1&amp;b=2">here</a>`, "here", []string{`text_link "here" https://example.com/x?a=1&b=2`}},
		"LinkWithoutHref":  {`<a>example.com</a>`, "example.com", []string{`text_link "example.com" http://example.com/`}},
		"UnusableLink":     {`<a href="javascript:alert(1)">here</a> <a href="http://localhost/">there</a>`, "here there", nil},
		"UserLink":         {`<a href="tg://user?id=42">Ana</a>`, "Ana", []string{`text_mention "Ana" 42`}},
		"BoldLinkIsCut":    {`<b>one <a href="http://a.org">two</a> three</b>`, "one two three", []string{`bold "one "`, `text_link "two" http://a.org/`, `bold "two"`, `bold " three"`}},
		"Quote":            {"<blockquote>“No crane moves”</blockquote>\n<b>Ana</b>", "“No crane moves”\nAna", []string{`blockquote "“No crane moves”"`, `bold "Ana"`}},
		"ExpandableQuote":  {"<blockquote expandable>a <b>b</b></blockquote>", "a b", []string{`expandable_blockquote "a b"`, `bold "b"`}},
		"Code":             {`<pre><code class="language-go">x &lt; y</code></pre> <code>z</code>`, "x < y z", []string{`pre "x < y" go`, `code "z"`}},
		"StylesNotInCode":  {"<code><b>x</b></code>", "x", []string{`code "x"`}},
		"Time":             {`<tg-time unix="1760000000" format="wDT">today</tg-time> <tg-time unix="5" format="r">x</tg-time>`, "today x", []string{`date_time "today" 1760000000 wDT`, `date_time "x" 5 r`}},
		"TimeWithoutUnix":  {`<tg-time format="t">noon</tg-time>`, "noon", nil},
		"References":       {"&lt;&gt;&amp;&quot;&#65;&#x1F6A2;&lt &nbsp;&apos;&mdash;&unknown;& &#0;", "<>&\"A🚢< &nbsp;&apos;&mdash;&unknown;& &#0;", nil},
		"GoEscapes":        {"&#34;a&#39;s&#34;", "\"a's\"", nil},
		"EmptyElement":     {"a<b></b>b", "ab", nil},
		"BlankElement":     {"a<b> </b>b", "a b", nil},
		"EndTagShort":      {"<b>a</>", "a", []string{`bold "a"`}},
		"EndTagWithBlanks": {"<b>a</b  >", "a", []string{`bold "a"`}},
		"Attributes":       {`<b x="1" y='2' z=3 w>a</b>`, "a", []string{`bold "a"`}},
		"Surrogates":       {"🚢 <b>🚢 x</b>", "🚢 🚢 x", []string{`bold "🚢 x"`}},
		"FoundBeside":      {"<b>#grain</b>", "#grain", []string{`hashtag "#grain"`, `bold "#grain"`}},
		"ModeInAnyCase":    {"1 &gt; 0", "1 > 0", nil},
	})
}

func TestHTMLRefused(t *testing.T) {
	const p = "can't parse entities: "
	checkRefused(t, "HTML", map[string]struct{ text, want string }{
		"Paragraph":        {"<p>a</p>", p + `Unsupported start tag "p" at byte offset 0`},
		"Break":            {"a<br/>b", p + `Unsupported start tag "br/" at byte offset 1`},
		"Heart":            {"I <3 grain>", p + `Unsupported start tag "3" at byte offset 2`},
		"HeartAtTheEnd":    {"I <3", p + "Unclosed start tag at byte offset 2"},
		"BytesNotUnits":    {"жж <p>", p + `Unsupported start tag "p" at byte offset 5`},
		"Unclosed":         {"<b>a", p + `Can't find end tag corresponding to start tag "b"`},
		"WrongNesting":     {"<b><i>a</b></i>", p + `Unmatched end tag at byte offset 7, expected "</i>", found "</b>"`},
		"EndAlone":         {"a</b>", p + "Unexpected end tag at byte offset 1"},
		"EndUnclosed":      {"<b>a</b", p + "Unclosed end tag at byte offset 4"},
		"SpanWithoutClass": {`<span class="x">a</span>`, p + `Tag "span" must have class "tg-spoiler" at byte offset 0`},
		"NoName":           {`<b ="x">a</b>`, p + `Empty attribute name in the tag "b" at byte offset 0`},
		"BadToken":         {`<a href=http://a.org>a</a>`, p + "Unexpected end of name token at byte offset 8"},
		"UnclosedValue":    {`<a href="x>a`, p + "Unclosed start tag at byte offset 0"},
		"NoValue":          {`<a href=`, p + `Unclosed start tag "a" at byte offset 0`},
		"TimeFormat":       {`<tg-time unix="5" format="x">a</tg-time>`, p + "Invalid date format used"},
		"TimeFormatMixed":  {`<tg-time unix="5" format="rt">a</tg-time>`, p + "Invalid date format used"},
		"EmojiId":          {"<tg-emoji emoji-id=x>a</tg-emoji>", p + "Invalid custom emoji identifier specified"},
		"HalfASurrogate":   {"&#xD83D;", p + "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units"},
		"NullByte":         {"a\x00b", p + "Text must not contain null bytes"},
		"OnlyTags":         {"<b> </b>", "text must be non-empty"},
	})
}
