/// The one rounding of this product: `numerator / denominator` to the nearest whole number, halves away from
/// zero (2.5 becomes 3, -2.5 becomes -3). Money and interpolated registers are rounded nowhere else.
///
/// The denominator must be positive. Never overflows.
package func roundHalfAwayFromZero(_ numerator: Int128, over denominator: Int128) -> Int128 {
  precondition(denominator > 0, "a fraction is kept with a positive denominator")
  let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
  let left = remainder.magnitude
  guard left >= denominator.magnitude - left else { return quotient }
  return numerator < 0 ? quotient - 1 : quotient + 1
}
