import Billing
import Domain
import Testing

@Suite struct PriceExampleTests {
}
