// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "datagen",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "Datagen", targets: ["Datagen"]),
    .library(name: "DatagenTesting", targets: ["DatagenTesting"]),
    .executable(name: "datagen", targets: ["DatagenCommand"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.0.0"),
  ],
  targets: [
    .systemLibrary(
      name: "CSQLite",
      pkgConfig: "sqlite3",
      providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite"])]
    ),
    .systemLibrary(
      name: "CPostgres",
      pkgConfig: "libpq",
      providers: [.apt(["libpq-dev"]), .brew(["libpq"])]
    ),
    // Text files that become part of the binary through C23's #embed.
    .target(name: "CLocales", exclude: ["locales"]),
    .target(name: "CCheckTemplates"),

    .target(name: "DatagenSchema", dependencies: [.product(name: "Yams", package: "Yams")]),
    .target(name: "DatagenColumns", dependencies: ["DatagenSchema"]),
    .target(name: "DatagenEngine", dependencies: ["DatagenSchema", "DatagenColumns", "CLocales"]),
    .target(
      name: "DatagenDatabase",
      dependencies: ["DatagenSchema", "DatagenColumns", "CSQLite", "CPostgres"]
    ),
    .target(
      name: "DatagenValidation",
      dependencies: ["DatagenSchema", "DatagenDatabase", "CCheckTemplates"]
    ),
    .target(
      name: "Datagen",
      dependencies: [
        "DatagenSchema", "DatagenColumns", "DatagenEngine", "DatagenDatabase", "DatagenValidation",
      ]
    ),
    // For the tests of other packages: imports Swift Testing.
    .target(name: "DatagenTesting", dependencies: ["Datagen", "DatagenDatabase", "DatagenSchema"]),
    .executableTarget(
      name: "DatagenCommand",
      dependencies: [
        "Datagen", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]
    ),

    // `make bench`: what C can do, and what datagen does.
    .target(name: "CYardstick", dependencies: ["CSQLite", "CPostgres"], path: "Benchmarks/CYardstick"),
    .executableTarget(
      name: "DatagenBenchmarks",
      dependencies: ["CYardstick", "Datagen", "DatagenEngine", "DatagenSchema"],
      path: "Benchmarks/DatagenBenchmarks"
    ),

    // The PostgreSQL server of the tests.
    .target(name: "DatagenTestSupport", dependencies: ["DatagenDatabase"], path: "Tests/DatagenTestSupport"),
    .testTarget(name: "DatagenSchemaTests", dependencies: ["DatagenSchema", "DatagenEngine"]),
    .testTarget(
      name: "DatagenEngineTests",
      dependencies: ["DatagenEngine", "DatagenColumns", "DatagenSchema"]
    ),
    .testTarget(
      name: "DatagenDatabaseTests",
      dependencies: ["DatagenDatabase", "DatagenColumns", "DatagenSchema"]
    ),
    .testTarget(
      name: "DatagenPostgresTests",
      dependencies: [
        "DatagenDatabase", "DatagenColumns", "DatagenEngine", "DatagenSchema", "DatagenValidation",
        "DatagenTestSupport",
      ]
    ),
    .testTarget(
      name: "DatagenValidationTests",
      dependencies: ["DatagenValidation", "DatagenDatabase", "DatagenSchema"]
    ),
    .testTarget(
      name: "DatagenTests",
      dependencies: ["Datagen", "DatagenCommand", "DatagenDatabase"],
      exclude: ["Digests"]
    ),
    .testTarget(
      name: "DatagenTestingTests",
      dependencies: ["DatagenTesting", "Datagen", "DatagenDatabase", "DatagenTestSupport"]
    ),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c2x
)

for target in package.targets where target.type != .system {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ]
}
