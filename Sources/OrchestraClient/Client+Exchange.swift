// One attempt: request out, answer in, and what it teaches breaker, budget, clock and log.
import HTTP
import OrchestraAPI
import Resilience
import Time

extension Client {
  func exchange<E: Endpoint>(
    _ endpoint: E, _ attempt: Attempt
  ) async throws(ClientError) -> E.Output {
    let request = prepared(endpoint.request)
    let began = world.clock()
    let id = begin(endpoint, request, attempt)
    let answer: HTTPResponse
    do throws(TransportError) {
      answer = try await transport.send(request, limits: attempt.limits)
    } catch {
      let failure = ClientError(ClientError.Kind(error), attempt.context)
      finish(id, attempt, began: began, answer: nil, failure)
      throw failure
    }
    do throws(ClientError) {
      let output = try read(answer, of: endpoint, request, attempt.context)
      finish(id, attempt, began: began, answer: answer, nil)
      return output
    } catch {
      finish(id, attempt, began: began, answer: answer, error)
      throw error
    }
  }

  /// The request with what every request carries.
  private func prepared(_ plain: HTTPRequest) -> HTTPRequest {
    var request = plain
    access.credentials?.authorize(&request.headers)
    if request.headers["Accept"] == nil { request.headers["Accept"] = "*/*" }
    // The platform's own surface (accounts) is asked without an account.
    if let account = access.accountID, request.path.hasPrefix(Surface.engine.rawValue) {
      request.headers["X-Orchestra-Account-Id"] = account
    }
    return request
  }

  private func read<E: Endpoint>(
    _ answer: HTTPResponse, of endpoint: E, _ request: HTTPRequest, _ context: CallContext
  ) throws(ClientError) -> E.Output {
    // 416 answers a range that starts where the file ends now: nothing new yet.
    let isEmptyRange = answer.status == 416 && request.headers["Range"] != nil
    guard answer.isSuccess || isEmptyRange else {
      throw ClientError(refusal(answer), context)
    }
    do throws(DecodingProblem) {
      return try E.decode(answer)
    } catch {
      throw ClientError(.undecodable(reason: error.reason), context)
    }
  }

  private func refusal(_ answer: HTTPResponse) -> ClientError.Kind {
    let delay = answer.headers.retryAfter(now: world.wall())
    if answer.status == 429 { return .rateLimited(retryAfter: delay) }
    var problem = APIProblem(reading: answer)
    problem.retryAfterSeconds = delay.map { Int(($0.milliseconds + 999) / 1000) }
    let isRedirect = (300..<400).contains(answer.status)
    var target = isRedirect ? answer.headers["Location"] : nil
    if let credentials = access.credentials {
      target = target.map(credentials.redact)
      problem.detail = credentials.redact(problem.detail)
      for index in problem.fields.indices {
        problem.fields[index].message = credentials.redact(problem.fields[index].message)
      }
    }
    return .http(problem, redirect: target)
  }

  private func begin<E: Endpoint>(
    _ endpoint: E, _ request: HTTPRequest, _ attempt: Attempt
  ) -> Int {
    let record = CallRecord(
      id: 0, began: world.wall(), endpoint: E.name, target: request.target,
      purpose: attempt.purpose, priority: attempt.priority, attempt: attempt.context.attempts,
      ended: nil)
    return state.withLock { $0.log.begin(record) }
  }

  private func finish(
    _ id: Int, _ attempt: Attempt, began: Duration, answer: HTTPResponse?, _ failure: ClientError?
  ) {
    let now = world.clock()
    let skew = answer.flatMap { clockSkew($0, tripTime: now - began) }
    let ended = CallRecord.Ended(
      duration: now - began, status: answer?.status, bodyBytes: answer?.body.count ?? 0,
      problem: failure?.summary)
    state.withLock { state in
      state.log.end(id, ended)
      if let skew { state.skew = skew }
      if let outcome = failure.map(\.outcome) ?? .answered {
        state.breaker.record(outcome, of: attempt.permit, at: now)
      } else {
        state.breaker.abandon(attempt.permit, at: now)
      }
      if case .rateLimited(let delay) = failure?.kind {
        state.limiter.refused(retryAfter: delay, at: now)
      } else if answer != nil {
        state.limiter.accepted()
      }
    }
  }

  /// Server's clock minus ours; within a second, which is what the `Date` header tells.
  private func clockSkew(_ answer: HTTPResponse, tripTime: Duration) -> Duration? {
    guard let date = answer.headers["Date"].flatMap(HTTPDate.parse) else { return nil }
    let skew = (date + .milliseconds(500)) - (world.wall() - tripTime / 2)
    let isWithinPrecision = skew > .seconds(-2) && skew < .seconds(2)
    return isWithinPrecision ? .zero : skew
  }
}
