/// The workload "bank": accounts and their transactions, as the C yardstick loads them.
enum BankWorkload {
  /// The schema, with so many accounts and ten times as many transactions.
  ///
  /// - Parameter hasRandomParents: whether a transaction belongs to a random account, as in the yardstick, or the
  ///   accounts' fan-outs bring the transactions about.
  static func schema(accounts: Int, hasRandomParents: Bool) -> String {
    let kind =
      hasRandomParents
      ? #""kind": "entity", "rows": \#(accounts * 10)"#
      : #""kind": "fact", "parents": ["account"], "fanout": { "distribution": "poisson", "lambda": 10 }"#
    return #"""
      { "version": "1.0", "metadata": { "name": "BankWorkload" }, "nodes": [
        { "id": "account", "kind": "entity", "rows": \#(accounts), "pk": "account_id", "columns": [
          { "name": "account_id", "type": "int", "generator": { "sequence": {} } },
          { "name": "customer_id", "type": "int", "generator": { "distribution": { "type": "uniform", "low": 1, "high": 100000 } } },
          { "name": "kind", "type": "string", "generator": { "choice": { "choices": ["Checking", "Savings", "CD"], "weights": [5, 3, 1] } } },
          { "name": "status", "type": "string", "generator": { "choice": { "choices": ["Active", "Dormant"], "weights": [9, 1] } } },
          { "name": "opened_on", "type": "date", "generator": { "datetime_series": { "freq": "D" } } },
          { "name": "balance", "type": "float", "generator": { "distribution": { "type": "lognormal", "mean": 8, "sigma": 1 } } } ] },
        { "id": "txn", \#(kind), "pk": "txn_id", "columns": [
          { "name": "txn_id", "type": "int", "generator": { "sequence": {} } },
          { "name": "account_id", "type": "int", "generator": { "lookup": { "from": "account.account_id" } } },
          { "name": "at", "type": "datetime", "generator": { "datetime_series": { "freq": "min", "pattern": { "dimension": "dow", "weights": [1, 1, 1, 1, 1.3, 1.2, 0.8] } } } },
          { "name": "kind", "type": "string", "generator": { "choice": { "choices": ["POS Purchase", "ATM Withdrawal", "Transfer", "Deposit"], "weights": [6, 2, 1, 1] } } },
          { "name": "direction", "type": "string", "generator": { "choice": { "choices": ["Debit", "Credit"], "weights": [7, 3] } } },
          { "name": "amount", "type": "float", "decimals": 2, "generator": { "distribution": { "type": "lognormal", "mean": 3.5, "sigma": 0.9 } } },
          { "name": "reference", "type": "string", "generator": { "faker": { "method": "bothify", "text": "TX-###########" } } } ] } ] }
      """#
  }
}
