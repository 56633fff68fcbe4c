package briefing_test

// sampleReport is an invented report of about four kilobytes, cleaned, with the
// usual difficulties: titles, pronouns, split quotes, ranges, denials.
const sampleReport = `Dockers in Port Ellery ended their strike on Tuesday after nine days that left at least 37 grain ships waiting outside the harbour and cost the town an estimated $4.5 million, the harbour office said.

“No crane moves until the night rate is paid,” Ana Varga, chair of the dockers' union, told reporters at the gate on Monday evening. “We have waited for two years, and we can wait for another week.”

Hours later the harbour office gave in. Harbour Master John Oakes said the night rate would rise by 12 percent from Jan. 1, and that some 1,400 dock workers would be paid for four of the nine days.

“It is not the deal we wanted,” Oakes said in a statement, “but the town cannot live without its harbour, and the harbour cannot live without the people who work in it.”

Two men were killed and 11 injured last week when a crane fell on the eastern quay, where work had gone on with office staff at the controls. Police said on Thursday they had opened an inquiry. Dr. Mary T. Bell of St. Clare Hospital told the Example Wire that three of the injured remained in a serious condition.

The union has said the men at the crane had no licence. The harbour office denied that anyone without a licence had been allowed to work on the quay and accused the union of spreading rumours.

“They knew. Everybody on that quay knew,” she said, adding that the union had written to the office five times since March. She called the accident “a crime with a date stamp.”

A spokesman for the county, who asked not to be named, said the county would not pay for the repair of the crane, which engineers put at between 800,000 and 900,000 crowns.

Grain traders have been watching the strike closely. Prices on the Castell exchange rose 7.5% in the first week, to 214 crowns a tonne, before falling back on Friday. About 2.1 million tonnes of wheat pass through Port Ellery each year, roughly a third of what the Lorne valley grows.

“Every day a ship waits costs its owner about 20,000 crowns,” said Peter Lindqvist, an analyst at Lorne Valley Grain. “Somebody pays for that in the end, and it is usually whoever eats the bread.”

The ferries, which have not sailed since the strike began, will start again at 6 a.m. on Wednesday. The company expects as many as 5,000 passengers on the first day, four times the usual number for November.

Mayor Clara Nyholm thanked both sides. “I would like to say that nobody lost,” she said. “That would not be true. But we have learned to talk to one another again, and I hope that we shall not forget it by spring.”

The last strike in the harbour, in 2011, lasted 23 days and ended with the resignation of Oakes's predecessor. More than 600 people lost their jobs in the months after it, according to a study by the county archive.

Ms. Varga said the union would vote on the agreement on Sunday. Asked whether she expected a majority, she said: “Yes. A small one, and a tired one.”

In the streets behind the quay people were less sure. “My father was on strike in 2011, and his father before that,” said Tom Hale, 42, who drives one of the four new cranes. “It always ends with a handshake. It never ends with the money.”`
