@main
struct Wattkeeper {
  static func main() async {}
}
