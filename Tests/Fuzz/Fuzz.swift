import Glibc

/// What libFuzzer calls with each input. The environment variable FUZZ_TARGET says which reader is under
/// fire.
@c(LLVMFuzzerTestOneInput)
public func fuzzOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  target(UnsafeRawBufferPointer(start: data, count: size))
  return 0
}

private let target: @Sendable (UnsafeRawBufferPointer) -> Void =
  switch getenv("FUZZ_TARGET").map({ String(cString: $0) }) {
  case "json": fuzzJSON
  case "frame": fuzzFrame
  case "instant": fuzzInstant
  case "csv": fuzzCSV
  case "http": fuzzHTTP
  case "websocket": fuzzWebSocket
  default: fatalError("FUZZ_TARGET must be json, frame, instant, csv, http or websocket")
  }

/// Ends the process, and says why: optimized code keeps what `precondition` has to say to itself.
func require(
  _ holds: Bool, _ what: @autoclosure () -> String = "something does not hold", file: StaticString = #fileID,
  line: UInt = #line
) {
  if !holds { fatalError(what(), file: file, line: line) }
}
