// What users of this module see of the others.
@_exported public import struct DatagenDatabase.DatabaseError
@_exported public import struct DatagenSchema.Diagnostic
@_exported public import struct DatagenSchema.SchemaError
@_exported public import struct DatagenValidation.CheckResult
@_exported public import struct DatagenValidation.ValidationReport
