// Package feedtest is a small world of news for tests and trials: some 200
// feeds in every format of the field on loopback addresses, with the pages
// behind them, and with every fault that feeds and servers are known for. All
// of it is invented and comes out the same each time.
//
// Each Feed says which fault it has and what a reader of feeds should make of
// it, so that a test can hold the outcome against it. Package serve beside it
// lets a person try wirebrief on the same world.
package feedtest
