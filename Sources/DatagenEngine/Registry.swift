package import DatagenSchema

/// The generators and modifiers that a schema may name.
///
/// A new one is one file and one line here.
package enum Registry {
  private static let allGenerators: [any DeclaredGenerator.Type] = [
    SequenceGenerator.self,
    ChoiceGenerator.self,
    DistributionGenerator.self,
    DatetimeSeriesGenerator.self,
    FakerGenerator.self,
    LookupGenerator.self,
    ExpressionGenerator.self,
    EnumListGenerator.self,
    UUIDGenerator.self,
    ConstantGenerator.self,
    PatternGenerator.self,
    GeoPointGenerator.self,
  ]

  private static let allModifiers: [any DeclaredModifier.Type] = [
    MultiplyModifier.self,
    AddModifier.self,
    ClampModifier.self,
    MapValuesModifier.self,
    JitterModifier.self,
    TimeJitterModifier.self,
    SeasonalityModifier.self,
    OutliersModifier.self,
    EffectModifier.self,
    TrendModifier.self,
    ExpressionModifier.self,
  ]

  static let generators = Dictionary(uniqueKeysWithValues: allGenerators.map { ($0.form.name, $0) })
  static let modifiers = Dictionary(uniqueKeysWithValues: allModifiers.map { ($0.form.name, $0) })

  /// What the schema reader needs to know of them.
  package static let catalog = LanguageCatalog(
    generators: allGenerators.map { $0.form },
    modifiers: allModifiers.map { $0.form }
  )
}
