package markdown

// Straight is for the test that compares it with the library.
var Straight = straight
