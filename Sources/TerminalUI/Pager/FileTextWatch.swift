// Tells of changes of a file: a thread sleeps until the kernel knows of one. Nothing is asked again and
// again. Also sees another file take its name, as when logs are rotated.
import CTerm
import Glibc

/// Changes of a file.
package enum FileTextWatch {
  /// The least time between two tellings: a busy writer must not mean a frame a line.
  static let pauseNanoseconds: Int64 = 15_000_000

  /// One element for one or more changes; ends with its reader. nil if the kernel cannot tell. The
  /// first element comes at once: the file may have changed before anybody watched.
  package static func changes(of path: String) -> AsyncStream<Void>? {
    guard let watch = Watch(path) else { return nil }
    let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
    continuation.onTermination = { _ in ct_wake(watch.end) }
    Task {
      await TextThread.run(inBackground: false) {
        repeat { continuation.yield() } while watch.pause() && watch.wait()
      }
      continuation.finish()
    }
    return stream
  }
}

/// The kernel's account of a file and its folder.
private final class Watch: Sendable {
  private let events: Int32
  /// Readable when nobody wants to know any more.
  let end: Int32
  private let path: String
  private let name: [UInt8]

  private static let ofFile = UInt32(IN_MODIFY | IN_ATTRIB | IN_MOVE_SELF | IN_DELETE_SELF)
  private static let ofFolder = UInt32(IN_CREATE | IN_MOVED_TO)

  init?(_ path: String) {
    self.path = path
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    name = Array((parts.last ?? "").utf8)
    let folder = parts.count > 1 ? parts.dropLast().joined(separator: "/") + "/" : "."
    events = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
    end = ct_wake_open()
    guard events >= 0, end >= 0, inotify_add_watch(events, path, Self.ofFile) >= 0 else {
      return nil
    }
    _ = inotify_add_watch(events, folder, Self.ofFolder)
  }

  deinit {
    close(events)
    close(end)
  }

  /// Sleeps until the file has changed; false when nobody wants to know any more.
  func wait() -> Bool {
    while true {
      let ready = ct_wait([end, events], 2, -1)
      if ready & 1 != 0 { return false }
      guard drain() else { continue }
      return true
    }
  }

  /// Lets changes gather after one was told; false as above.
  func pause() -> Bool { ct_wait([end], 1, FileTextWatch.pauseNanoseconds) & 1 == 0 }

  /// Whether one of the events is about the file. A new one of its name is watched from now on.
  private func drain() -> Bool {
    var isAbout = false
    withUnsafeTemporaryAllocation(byteCount: 16_384, alignment: 8) { memory in
      while true {
        let count = read(events, memory.baseAddress, memory.count)
        guard count > 0 else { return }
        var place = 0
        while place + MemoryLayout<inotify_event>.size <= count {
          let event = memory.load(fromByteOffset: place, as: inotify_event.self)
          place += MemoryLayout<inotify_event>.size
          let text = UnsafeRawBufferPointer(rebasing: memory[place..<(place + Int(event.len))])
          place += Int(event.len)
          if event.mask & Self.ofFile != 0 { isAbout = true }
          guard event.mask & Self.ofFolder != 0, text.prefix(while: { $0 != 0 }).elementsEqual(name)
          else { continue }
          inotify_add_watch(events, path, Self.ofFile)
          isAbout = true
        }
      }
    }
    return isAbout
  }
}
