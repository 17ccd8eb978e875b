/// The version of datagen, recorded with every load.
public let datagenVersion = "0.1.0"
