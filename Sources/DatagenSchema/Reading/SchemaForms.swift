/// The declared keys of a schema.
///
/// What may be written, what is required and what it means is said here once.
package struct SchemaForms {
  private let catalog: LanguageCatalog

  package init(_ catalog: LanguageCatalog) {
    self.catalog = catalog
  }

  package var schema: ObjectForm {
    ObjectForm(
      "the schema",
      [
        KeyForm(
          "version",
          .either([.text(pattern: "^1([.]0)?$"), .number]),
          required: true,
          "the language's version, \"1.0\""
        ),
        KeyForm(
          "metadata",
          .object(
            ObjectForm(
              "metadata",
              isOpen: true,
              [KeyForm("name", .string, required: true, "the dataset's name")]
            )
          ),
          required: true,
          "what the dataset is called"
        ),
        KeyForm("timeframe", .optional(.object(timeframe)), "the span of time that the data covers"),
        KeyForm("nodes", .array(.object(table)), required: true, "the tables"),
        KeyForm("constraints", .optional(.object(constraints)), "what must hold in the data"),
        KeyForm(
          "targets",
          .optional(.either([.object(targets), .array(.any)])),
          "behavioural goals, measured after the load"
        ),
        KeyForm("dag", .optional(.array(.array(.string))), "an explicit order of generation, level by level"),
      ]
    )
  }

  package var timeframe: ObjectForm {
    ObjectForm(
      "timeframe",
      [
        KeyForm("start", .time, "the first moment, 2024-01-01 by default"),
        KeyForm("end", .time, "the last moment, the end of 2024 by default"),
        KeyForm("freq", .text(pattern: Frequency.pattern), "the step of the grid of times, hourly by default"),
      ]
    )
  }

  package var table: ObjectForm {
    ObjectForm(
      "a table",
      [
        KeyForm("id", .text(pattern: Identifier.pattern), required: true, "the table's name"),
        KeyForm("kind", .word(TableKind.allCases.map(\.rawValue)), required: true, "entity, fact or vocab"),
        KeyForm("pk", .listOrSingle(.string), required: true, "the primary key's column"),
        KeyForm("columns", .array(.object(column)), required: true, "the columns"),
        KeyForm(
          "rows",
          .optional(.number(NumberLimits(minimum: 0, maximum: 1e12, isInteger: true))),
          "how many rows an entity has, 1000 by default"
        ),
        KeyForm(
          "parents",
          .optional(.array(.string)),
          "the parents of a fact; the first one drives its fan-out"
        ),
        KeyForm("fanout", .optional(.object(fanout)), "how many children a parent has, one by default"),
        KeyForm(
          "modifiers",
          .optional(
            .array(
              .tagged(tag: "transform", content: "args", catalog.modifiers.filter { $0.name == "effect" })
            )
          ),
          "effects on how many children a parent has over time"
        ),
        KeyForm(
          "segment_behavior",
          .optional(.object(BehaviorForms.segmentBehavior)),
          "how segments of a parent differ"
        ),
        KeyForm(
          "vintage_behavior",
          .optional(.object(BehaviorForms.vintageBehavior)),
          "what changes with a parent's age"
        ),
        KeyForm("stage_config", .optional(.object(BehaviorForms.stageConfig)), "a funnel of stages"),
        KeyForm(
          "state_transition_model",
          .optional(.object(BehaviorForms.stateModel)),
          "a Markov chain of states per parent"
        ),
      ]
    )
  }

  package var fanout: ObjectForm {
    // More children of one parent than this would not be a fan-out but a table of their own.
    let most = 1e9
    let count = ValueForm.number(NumberLimits(minimum: 0, maximum: most, isInteger: true))
    let parameters = [
      KeyForm("lambda", .number(NumberLimits(minimum: 0, maximum: most)), "the mean of a poisson fan-out"),
      KeyForm("min", .optional(count), "the fewest children"),
      KeyForm("max", .optional(count), "the most children"),
    ]
    return ObjectForm(
      "fanout",
      [
        KeyForm("distribution", .word(["poisson", "uniform"]), required: true, "poisson or uniform"),
        KeyForm("clamp", .optional(.interval), "the fewest and the most children"),
        KeyForm(
          "params",
          .object(ObjectForm("the parameters of a fan-out", parameters)),
          "lambda, min and max, in one object"
        ),
      ] + parameters,
      cases: [
        FormCase(["distribution"], ["poisson"], needs: [["lambda"]], inside: "params"),
        FormCase(["distribution"], ["uniform"], needs: [["max", "clamp"]], inside: "params"),
      ]
    )
  }

  package var column: ObjectForm {
    ObjectForm(
      "a column",
      [
        KeyForm("name", .text(pattern: Identifier.pattern), required: true, "the column's name"),
        KeyForm("type", .word(ColumnType.allCases.map(\.rawValue)), required: true, "the column's type"),
        KeyForm("nullable", .optional(.boolean), "whether the column may hold NULL, false by default"),
        KeyForm("null_rate", .optional(.share), "the share of NULLs in a nullable column, 0 by default"),
        KeyForm(
          "decimals",
          .optional(.number(NumberLimits(minimum: 0, maximum: 15, isInteger: true))),
          "rounding of a float"
        ),
        KeyForm("generator", .variant(catalog.generators), "where the values come from"),
        KeyForm(
          "modifiers",
          .array(.tagged(tag: "transform", content: "args", catalog.modifiers)),
          "what happens to the values, in order"
        ),
        KeyForm("constraints", .object(columnConstraints), "what every value of the column obeys"),
      ]
    )
  }

  package var columnConstraints: ObjectForm {
    ObjectForm(
      "the constraints of a column",
      [
        KeyForm("pattern", .string, "a regular expression that every text matches"),
        KeyForm("enum", .array(.scalar), "the only values allowed"),
        KeyForm("enum_ref", .columnReference, "the column that holds the only values allowed"),
      ]
    )
  }

  package var constraints: ObjectForm {
    ObjectForm(
      "constraints",
      [
        KeyForm("unique", .optional(.array(.columnReference)), "columns whose values never repeat"),
        KeyForm("foreign_keys", .optional(.array(.object(foreignKey))), "references between tables"),
        KeyForm("ranges", .optional(.array(.object(range))), "least and greatest values"),
        KeyForm("inequalities", .optional(.array(.object(inequality))), "comparisons of two columns"),
        KeyForm("pattern", .optional(.array(.object(pattern))), "regular expressions for texts"),
        KeyForm("enum", .optional(.array(.object(enumeration))), "the only values allowed"),
      ]
    )
  }

  private var foreignKey: ObjectForm {
    ObjectForm(
      "a foreign key",
      [
        KeyForm("from", .columnReference, required: true, "the column that refers"),
        KeyForm("to", .columnReference, required: true, "the column referred to"),
      ]
    )
  }

  private var range: ObjectForm {
    let bound = ValueForm.either([.number, .time])
    return ObjectForm(
      "a range",
      [
        KeyForm("attr", .columnReference, required: true, "the column"),
        KeyForm("min", .optional(bound), "the least value"),
        KeyForm("max", .optional(bound), "the greatest value"),
      ]
    )
  }

  private var inequality: ObjectForm {
    ObjectForm(
      "an inequality",
      [
        KeyForm("left", .columnReference, required: true, "the left column"),
        KeyForm(
          "op",
          .word(Constraints.Comparison.allCases.map(\.rawValue) + ["="]),
          required: true,
          "the comparison"
        ),
        KeyForm("right", .columnReference, required: true, "the right column"),
      ]
    )
  }

  private var pattern: ObjectForm {
    ObjectForm(
      "a pattern",
      [
        KeyForm("attr", .columnReference, required: true, "the column"),
        KeyForm("regex", .string, "the regular expression"),
        KeyForm("pattern", .string, "the same, in its other spelling"),
      ]
    )
  }

  private var enumeration: ObjectForm {
    ObjectForm(
      "an enum",
      [
        KeyForm("attr", .columnReference, required: true, "the column"),
        KeyForm("values", .array(.scalar), "the only values allowed"),
        KeyForm("enum_ref", .columnReference, "the column that holds them"),
      ]
    )
  }

  package var targets: ObjectForm {
    ObjectForm(
      "targets",
      [
        KeyForm(
          "weekend_share",
          .optional(.listOrSingle(.object(weekendShare))),
          "the share of rows on Saturday and Sunday"
        ),
        KeyForm("mean_in_range", .optional(.listOrSingle(.object(meanInRange))), "a column's mean"),
        KeyForm(
          "composite_effect",
          .optional(.listOrSingle(.object(compositeEffect))),
          "the distribution of rows over time"
        ),
      ]
    )
  }

  private var weekendShare: ObjectForm {
    ObjectForm(
      "weekend_share",
      [
        KeyForm("table", .string, required: true, "the table"),
        KeyForm("timestamp", .string, required: true, "its datetime column"),
        KeyForm("min", .share, required: true, "the least share"),
        KeyForm("max", .share, required: true, "the greatest share"),
      ]
    )
  }

  private var meanInRange: ObjectForm {
    ObjectForm(
      "mean_in_range",
      [
        KeyForm("table", .string, required: true, "the table"),
        KeyForm("column", .string, required: true, "its numeric column"),
        KeyForm("min", .number, required: true, "the least mean"),
        KeyForm("max", .number, required: true, "the greatest mean"),
      ]
    )
  }

  /// An influence that is measured.
  static let seasonality = ObjectForm(
    "an influence",
    [KeyForm("kind", .word(["seasonality"]), required: true, "seasonality")] + TimePattern.keys,
    cases: TimePattern.cases
  )

  private var compositeEffect: ObjectForm {
    // Open, because only seasonality is measured; its own keys are checked where it is read.
    let influence = ObjectForm(
      "an influence",
      isOpen: true,
      [
        KeyForm(
          "kind",
          .word(["seasonality", "effect", "outliers"]),
          required: true,
          "seasonality, which is measured, or effect or outliers, which are not"
        )
      ]
    )
    let tolerance = ObjectForm(
      "tolerance",
      [
        KeyForm("mae", .nonNegative, "the mean absolute difference of cell shares"),
        KeyForm("mape", .nonNegative, "the mean relative difference, in percent if above 1"),
      ]
    )
    return ObjectForm(
      "composite_effect",
      [
        KeyForm("table", .string, required: true, "the table"),
        KeyForm("metric", .string, required: true, "what the distribution is called in the report"),
        KeyForm("influences", .array(.object(influence)), required: true, "the weights that are expected"),
        KeyForm("tolerance", .object(tolerance), required: true, "how far the data may be from them"),
      ]
    )
  }
}
