// swift-tools-version: 6.1
import PackageDescription

// In a package of your own, the dependency is a URL.
let package = Package(
  name: "Shop",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "datagen", path: "../..")],
  targets: [
    .target(name: "Shop"),
    .testTarget(
      name: "ShopTests",
      dependencies: [
        "Shop", .product(name: "Datagen", package: "datagen"), .product(name: "DatagenTesting", package: "datagen"),
      ],
      exclude: ["shop.json"]
    ),
  ],
  swiftLanguageModes: [.v6]
)
