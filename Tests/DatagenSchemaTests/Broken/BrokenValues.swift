import Testing

/// Broken schemas: values of the wrong type or size.
@Suite struct BrokenValues {
  @Test(arguments: BrokenSchema.table(table))
  func isReportedOnceAndInPlace(_ broken: BrokenSchema) throws {
    let schema = MarkedSchema(try #require(broken.applied(to: BaseSchema.text)))
    #expect(schema.comparable(schema.findings()) == schema.expected)
  }

  private static let table = #"""
    # negative rows
    - "rows": 100
    + "rows": ⟦rows of table "user" has to be at least 0, not -100⟧-100
    # half a row
    - "rows": 100
    + "rows": ⟦rows of table "user" has to be a whole number, not 1.5⟧1.5
    # rows beyond counting
    - "rows": 100
    + "rows": ⟦rows of table "user" has to be at most 1000000000000, not 1e+30⟧1e30
    # rows that fit a word only
    - "rows": 100
    + "rows": ⟦rows of table "user" has to be at most 1000000000000, not 9000000000000000000⟧9000000000000000000
    # rows as a text
    - "rows": 100
    + "rows": ⟦expected a whole number for rows of table "user", found a text (write it without quotes: 100)⟧"100"
    # negative lambda
    - "lambda": 8
    + "lambda": ⟦lambda of fanout of table "event" has to be at least 0, not -1⟧-1
    # huge lambda
    - "lambda": 8
    + "lambda": ⟦lambda of fanout of table "event" has to be at most 1000000000, not 1e+300⟧1e300
    # no lambda
    - , "lambda": 8
    +
    - { "distribution": "
    + ⟦missing key "lambda" in fanout of table "event": the mean number of children⟧{ "distribution": "
    # fan-out min above max
    - "lambda": 8
    + "lambda": 8, "min": ⟦the least number of children, 5, is above the greatest, 2, in fanout of table "event"⟧5, "max": 2
    # fan-out clamp swapped
    - "lambda": 8
    + "lambda": 8, "clamp": ⟦the ends of clamp of fanout of table "event" are swapped: [9, 2] should be [2, 9]⟧[9, 2]
    # fan-out clamp beyond counting
    - "lambda": 8
    + "lambda": 8, "clamp": [0, ⟦clamp of fanout of table "event" has to be at most 1000000000, not 1e+30⟧1e30]
    # fan-out clamp negative
    - "lambda": 8
    + "lambda": 8, "clamp": [⟦clamp of fanout of table "event" has to be at least 0, not -3⟧-3, ⟦clamp of fanout of table "event" has to be at least 0, not -1⟧-1]
    # fan-out clamp of three
    - "lambda": 8
    + "lambda": 8, "clamp": ⟦expected two numbers [low, high] for clamp of fanout of table "event"⟧[1, 2, 3]
    # uniform fan-out without a maximum
    - "distribution": "poisson", "lambda": 8
    + "distribution": "uniform", "min": 1
    - ut": { 
    + ut": ⟦missing key "max" in fanout of table "event": the most children⟧{
    # uniform fan-out with a lambda
    - "distribution": "poisson", "lambda": 8
    + "distribution": "uniform", "min": 1, "max": 3, ⟦warning: "lambda" does nothing in a uniform fan-out: "min" and "max" decide⟧"lambda": 2
    # unknown fan-out
    - "poisson"
    + ⟦unknown value "zipf" for distribution of fanout of table "event" (one of: poisson, uniform)⟧"zipf"
    # clamp swapped
    - "std": 12
    + "std": 12, "clamp": ⟦the ends of clamp of distribution of generator of column "age" of table "user" are swapped: [80, 18] should be [18, 80]⟧[80, 18]
    # clamp of one number
    - "std": 12
    + "std": 12, "clamp": ⟦expected two numbers [low, high] for clamp of distribution of generator of column "age" of table "user"⟧[18]
    # clamp of texts
    - "std": 12
    + "std": 12, "clamp": ⟦expected two numbers [low, high] for clamp of distribution of generator of column "age" of table "user"⟧["a", "b"]
    # clamp modifier swapped
    - "transform": "multiply", "args": { "factor": 2 }
    + "transform": "clamp", "args": { "min": ⟦the ends of "clamp" are swapped: min 9 is above max 1⟧9, "max": 1 }
    # clamp modifier empty
    - "transform": "multiply", "args": { "factor": 2 }
    + "transform": "clamp", "args": ⟦"clamp" needs "min", "max" or both⟧{}
    # no weights left
    - "weights": [4, 1]
    + "weights": ⟦at least one weight has to be more than 0⟧[0, 0]
    # one weight too many
    - "weights": [4, 1]
    + "weights": ⟦3 weights for 2 choices⟧[4, 1, 1]
    # weights of texts
    - "weights": [4, 1]
    + "weights": [⟦expected a number for entry 1 of weights of choice of generator of column "tier" of table "user", found a text (write it without quotes: 4)⟧"4", ⟦expected a number for entry 2 of weights of choice of generator of column "tier" of table "user", found a text (write it without quotes: 1)⟧"1"]
    # a negative weight
    - "weights": [4, 1]
    + "weights": [4, ⟦entry 2 of weights of choice of generator of column "tier" of table "user" has to be at least 0, not -1⟧-1]
    # no choices
    - "choices": ["free", "pro"], "weights": [4, 1]
    + "choices": ⟦the list of column "tier" has no values⟧[]
    # choices missing
    - "choices": ["free", "pro"], "weights": [4, 1]
    +
    - "choice"
    + ⟦"choice" needs "choices" or "choices_ref"⟧"choice"
    # choices of the wrong type
    - "name": "tier", "type": "string"
    + "name": "tier", "type": "int"
    - { "attr": "user.tier", "values": ["free", "pro"] }
    +
    - "free", 
    + ⟦expected a whole number for column "tier", found a text⟧"free",
    - "pro"], 
    + ⟦expected a whole number for column "tier", found a text⟧"pro"],
    # choices null
    - "choices": ["free", "pro"]
    + "choices": ⟦expected a list for choices of choice of generator of column "tier" of table "user", found null⟧null
    # a null among choices
    - ["free", "pro"], "weights"
    + ["free", ⟦expected a text, a number, or true or false for entry 2 of choices of choice of generator of column "tier" of table "user", found null⟧null], "weights"
    # a list among choices
    - ["free", "pro"], "weights"
    + ["free", ⟦expected a text, a number, or true or false for entry 2 of choices of choice of generator of column "tier" of table "user", found a list⟧["pro"]], "weights"
    # weights and a kind of weights
    - "weights": [4, 1]
    + "weights": [4, 1], "weights_kind": ⟦"weights" and "weights_kind" exclude each other⟧"uniform"
    # broken kind of weights
    - "weights": [4, 1]
    + "weights_kind": ⟦"zipf:2" is no kind of weights (write uniform, zipf@1.2, head_tail@{0.6,1.5})⟧"zipf:2"
    # broken head and tail
    - "weights": [4, 1]
    + "weights_kind": ⟦"head_tail@{1.5,2}" is no kind of weights (write uniform, zipf@1.2, head_tail@{0.6,1.5})⟧"head_tail@{1.5,2}"
    # six days a week
    - [1, 1, 1, 1, 1, 2, 2]
    + ⟦"dow" takes 7 weights, found 6⟧[1, 1, 1, 1, 1, 2]
    # weights of a pattern all zero
    - [1, 1, 1, 1, 1, 2, 2]
    + ⟦at least one weight has to be more than 0⟧[0, 0, 0, 0, 0, 0, 0]
    # unknown dimension
    - "dimension": "dow"
    + "dimension": ⟦unknown value "week" for dimension of pattern of datetime_series of generator of column "at" of table "event" (one of: hour, dow, month)⟧"week"
    # pattern as a text
    - "pattern": { "dimension": "dow", "weights": [1, 1, 1, 1, 1, 2, 2] }
    + "pattern": ⟦expected an object for pattern of datetime_series of generator of column "at" of table "event", found a text⟧"dow"
    # missing parameter
    - "mean": 35, "std": 12
    + "mean": 35
    - { "type"
    + ⟦a normal distribution needs "std" or "sigma"⟧{ "type"
    # parameter of another distribution
    - "mean": 35, "std": 12
    + "mean": 35, "std": 12, ⟦a normal distribution has no parameter "lambda" (it takes: mean, mu, std, sigma)⟧"lambda": 3
    # negative deviation
    - "std": 12
    + "std": ⟦a normal distribution needs a standard deviation of at least 0⟧-12
    # ends of uniform swapped
    - "low": 5, "high": 9
    + "low": ⟦a uniform distribution needs a low end that is not above the high end⟧9, "high": 5
    # unknown distribution
    - "type": "normal", "mean"
    + "type": ⟦unknown value "norml" for type of distribution of generator of column "age" of table "user" (did you mean "normal"?)⟧"norml", "mean"
    # distribution without a type
    - "type": "normal", "mean"
    + "mean"
    - n": { 
    + n": ⟦missing key "type" in a distribution (one of: normal, lognormal, uniform, poisson, exponential, gamma, beta, weibull, pareto, triangular, bernoulli, binomial, geometric)⟧{
    # parameter as a text
    - "std": 12
    + "std": ⟦expected a number for std of distribution of generator of column "age" of table "user", found a text (write it without quotes: 12)⟧"12"
    # unknown parameter
    - "std": 12
    + "std": 12, ⟦unknown key "skew" in distribution of generator of column "age" of table "user" (one of: type, kind, params, clamp, mean, mu, std, sigma, low, min, high, max, lambda, scale, rate, shape, alpha, beta, mode, p, n, correlate)⟧"skew": 1
    # rate of NULLs without nullable
    - "decimals": 2
    + "decimals": 2, "null_rate": ⟦"null_rate" of column "amount" needs "nullable": true⟧0.5
    # rate of NULLs in percent
    - "decimals": 2
    + "decimals": 2, "nullable": true, "null_rate": ⟦null_rate of column "amount" of table "event" has to be at most 1, not 50⟧50
    # decimals out of range
    - "decimals": 2
    + "decimals": ⟦decimals of column "amount" of table "event" has to be at most 15, not 20⟧20
    # decimals of an int
    - "name": "age", "type": "int"
    + "name": "age", "type": "int", "decimals": ⟦"decimals" rounds a float, and column "age" is int⟧2
    # number written as text
    - "factor": 2
    + "factor": ⟦expected a number for factor of multiply of modifiers of column "amount" of table "event", found a text (write it without quotes: 2)⟧"2"
    # share in percent
    - "min": 0.3, "max": 0.5
    + "min": ⟦min of weekend_share of targets has to be at most 1, not 30⟧30, "max": ⟦max of weekend_share of targets has to be at most 1, not 50⟧50
    - p": "at", 
    + p": ⟦warning: the weights give 44.3 % of weekends, below the target's 3000 % to 5000 %⟧"at",
    # nullable as a word
    - "decimals": 2
    + "nullable": ⟦expected true or false for nullable of column "amount" of table "event", found a text⟧"yes", "decimals": 2
    # many weights of texts
    - "choices": ["free", "pro"], "weights": [4, 1]
    + "choices": [1, 2, 3, 4, 5], "weights": [⟦expected a number for entry 1 of weights of choice of generator of column "tier" of table "user", found a text (write it without quotes: 1) (and 4 more in this list)⟧"1", "1", "1", "1", "1"]
    - { "attr": "user.tier", "values": ["free", "pro"] }
    +
    # fan-out of one distribution only
    - "distribution": "poisson", 
    +
    - { "lambd
    + ⟦missing key "distribution" in fanout of table "event": poisson or uniform⟧{ "lambd
    # probability above one
    - "type": "normal", "mean": 35, "std": 12
    + "type": "bernoulli", "p": ⟦a bernoulli distribution needs a p from 0 to 1⟧2
    # no shape
    - "type": "normal", "mean": 35, "std": 12
    + "type": "gamma", "shape": ⟦a gamma distribution needs a shape and a scale above 0⟧0
    # mode outside
    - "type": "normal", "mean": 35, "std": 12
    + "type": "triangular", "low": 1, "mode": ⟦a triangular distribution needs low, mode and high in ascending order⟧9, "high": 5
    # start of a sequence as a text
    - "start": 1 } } },
    -         { "name": "home"
    + "start": ⟦expected a number for start of sequence of generator of column "user_id" of table "user", found a text⟧"one" } } },
    +         { "name": "home"
    """#
}
