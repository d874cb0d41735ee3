// Changes for clients of the eras with sessions: they hear of them without asking.
import JSON

extension ProtocolServer {
  /// Sends changes to a session's own stream until the task is cancelled or the server ends.
  package func pumpChanges(to session: Session, outlet: any Outlet) async {
    guard let changes = offer.changes else { return }
    for await change in changes.listen() where session.version != nil {
      switch change {
      case .tools: outlet.send(RPCRequest("notifications/tools/list_changed").json)
      case .prompts: outlet.send(RPCRequest("notifications/prompts/list_changed").json)
      case .resources: outlet.send(RPCRequest("notifications/resources/list_changed").json)
      case .resource(let uri):
        if session.isSubscribed(uri) {
          outlet.send(RPCRequest("notifications/resources/updated", ["uri": .string(uri)]).json)
        }
      }
    }
  }
}
