/// Limits with what is left of them while shares are handed out. Connectors are numbers here, in the order of
/// their ids, so that nothing depends on the order in which they came.
struct FairShare {
  private(set) var shares: [Int]
  private var limits: [(left: Int, members: [Int])]
  private var limitsOf: [[Int]]

  init(_ ids: [ConnectorID], _ limits: [CurrentLimit]) {
    shares = Array(repeating: 0, count: ids.count)
    limitsOf = Array(repeating: [], count: ids.count)
    let numbers = Dictionary(uniqueKeysWithValues: zip(ids, ids.indices))
    self.limits = limits.map { limit in (limit.amps, limit.members.compactMap { numbers[$0] }) }
    for (index, limit) in self.limits.enumerated() {
      for number in limit.members { limitsOf[number].append(index) }
    }
  }

  /// Takes a current out of its limits whether it fits or not: it may be drawn already.
  mutating func reserve(_ amps: Int, for number: Int) {
    shares[number] += amps
    for index in limitsOf[number] { limits[index].left -= amps }
  }

  /// Gives a current if it fits in every limit.
  mutating func give(_ amps: Int, to number: Int) -> Bool {
    guard limitsOf[number].allSatisfy({ limits[$0].left >= amps }) else { return false }
    reserve(amps, for: number)
    return true
  }

  /// Raises all together, ampere by ampere, until each is at its cap or at a limit (max-min fairness): what
  /// one cannot take goes to the others, and equals stay equal, even if an ampere is left over.
  mutating func raise(_ numbers: [Int], caps: [Int]) {
    var growing = Set(numbers.filter { shares[$0] < caps[$0] })
    while let gap = growing.map({ caps[$0] - shares[$0] }).min() {
      let counts = limits.map { limit in limit.members.count { growing.contains($0) } }
      let tight = zip(limits, counts).filter { $0.1 > 0 }.map { (limit: $0.0, count: $0.1) }
      let step = tight.reduce(gap) { min($0, max(0, $1.limit.left) / $1.count) }
      if step == 0 {
        freezeTightest(of: tight, &growing)
        continue
      }
      for number in growing { reserve(step, for: number) }
      growing = growing.filter { shares[$0] < caps[$0] }
    }
  }

  /// The limits with the least left for each stop their members; others may grow on.
  private func freezeTightest(
    of tight: [(limit: (left: Int, members: [Int]), count: Int)], _ growing: inout Set<Int>
  ) {
    func isLess(_ a: (left: Int, count: Int), _ b: (left: Int, count: Int)) -> Bool {
      a.left * b.count < b.left * a.count
    }
    let all = tight.map { (left: max(0, $0.limit.left), count: $0.count) }
    guard let least = all.min(by: isLess) else { return }
    for (one, rest) in zip(tight, all) where !isLess(least, rest) { growing.subtract(one.limit.members) }
  }
}
