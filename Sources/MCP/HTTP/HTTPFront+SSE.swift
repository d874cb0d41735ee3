// The transport of 2024-11-05: one stream for all answers, messages by POST to the address that the
// stream names first.
import HTTP
import HTTPServer
import JSON

extension HTTPFront {
  func openSSE(_ request: HTTPRequest, _ principal: String) -> Reply {
    let session = Session(principal: principal)
    let events = EventStream(pause: options.pause)
    let id = sessions.add(session, stream: events)
    let changes = Task { [service] in await service.pumpChanges(to: session, outlet: events) }
    let owner = openStreams.owner(of: events) { [sessions] in
      changes.cancel()
      _ = sessions.remove(id, principal: principal)
    }
    let address = "\(options.path)/messages?session_id=\(id)"
    return stream(events, first: EventText.event("endpoint", address), owner: owner)
  }

  func postSSE(_ request: HTTPRequest, _ principal: String) -> Reply {
    guard let id = request.query["session_id"],
      let found = sessions.find(id, principal: principal), let events = found.stream
    else { return Self.plain(404, "this session is not there any more: open the stream again") }
    do throws(RPCFault) {
      service.take(try RPCMessage(bytes: request.body), of: found.session, outlet: events)
      return Self.accepted
    } catch {
      return Self.json(400, error.json)
    }
  }
}
