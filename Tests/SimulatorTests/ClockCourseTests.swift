import Domain
import Testing

@testable import Simulator

@Suite struct ClockCourseTests {
  private let start = Instant(millisecondsSince1970: 1_700_000_000_000)

  @Test("one speed: twice as fast shows two hours after one")
  func steady() {
    let course = ClockCourse(real: 5_000, site: start, rate: 2)
    #expect(course.site(at: 5_000) == start)
    #expect(course.site(at: 5_000 + 3_600_000).milliseconds(since: start) == 7_200_000)
    #expect(course.site(at: 0) == start)
  }

  @Test("fast motion reaches the present when it should, then goes on slower and never backwards")
  func fastMotion() {
    let present = start.advanced(bySeconds: 31 * 86_400)
    let course = ClockCourse(real: 1_000, from: start, to: present, within: 50_000, then: 30)
    #expect(course.rate(at: 1_000) > 50_000)
    #expect(course.rate(at: 60_000) == 30)
    var last = course.site(at: 0)
    for real in stride(from: Int64(0), through: 120_000, by: 13) {
      let site = course.site(at: real)
      #expect(site >= last)
      last = site
    }
    #expect(abs(course.real(of: present) - 51_000) < 10)
    let later = course.site(at: course.real(of: present) + 1_000)
    #expect(later.milliseconds(since: present) == 30_000)
  }

  @Test("the real time of an instant is the first at which the clock shows it")
  func inverse() {
    let present = start.advanced(bySeconds: 86_400)
    let course = ClockCourse(real: 0, from: start, to: present, within: 10_000, then: 30)
    for seconds in stride(from: Int64(0), through: 2 * 86_400, by: 977) {
      let site = start.advanced(bySeconds: seconds)
      let real = course.real(of: site)
      #expect(course.site(at: real) >= site)
      if real > 0 { #expect(course.site(at: real - 1) < site) }
    }
  }
}
