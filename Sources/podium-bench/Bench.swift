// Prints how Podium's costs grow: a table of counts and ratios, never a judgement by the clock.
@main struct Bench { static func main() {} }
