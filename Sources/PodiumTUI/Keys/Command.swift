// Everything a key can ask for: name, words for help, words for the bottom line. What a command
// does is decided by the view or overlay that gets it.

/// A thing that a person can ask for.
package enum Command: Sendable, Hashable {
  // Anywhere.
  case quit, leave, back, help, palette, refresh, pipelines, requests
  case problems, upcoming, goBack, goForward, profiles, arm
  // Lists.
  case up, down, first, last, halfUp, halfDown, pageUp, pageDown, open
  case filter, nextProblem, previousProblem
  case sort, reverseSort, chooseColumns, savedViews
  // The saved views.
  case saveView, deleteView
  case toggleColumn, columnDown, columnUp, usualColumns
  case mark, markRange, clearMarks
  // The preview beside a list.
  case zoom, previewDown, previewUp, growList, shrinkList
  // Panes of the runs list: 1 is the worst status.
  case pane(Int)
  case allPanes, nextPane, previousPane
  // Runs and tasks.
  case logs, rerun, trigger, cancelRun, copyID
  case watch, browse, acknowledge, copySummary, copyLink, history
  // The faces of a run.
  case nextFace, timeline, graph, collapse, zoomIn, zoomOut
  /// A command of the user's own, by its number in the configuration.
  case custom(Int)
  // Text.
  case follow, wrap, lineNumbers, search, nextMatch, previousMatch, nextError, previousError
  case scrollLeft, scrollRight, save
  case nextWarning, previousWarning, levels, onlyMatches, times, prettyJSON, jump
  case selectLines, copyLines, pager, editor
  // Wallboard.
  case hold
  // Dialogs.
  case yes, no
  case rerunFailed, rerunAll, rerunTask, rerunDownstream
  // Lines of input.
  case accept, dismiss, nextField, previousField
  // What is about to be sent.
  case copyRequest, takeDefaults, stopBulk

  /// How many panes can have a number key.
  package static let panesMax = 8

  /// What it does, for help.
  package var summary: String {
    switch self {
    case .quit: "quit at once"
    case .leave: "one level back; from the runs: quit"
    case .back: "one level back; clear the filter"
    case .help: "help"
    case .palette: "go to any screen, pipeline or run"
    case .refresh: "ask for news at once, and paint anew"
    case .pipelines: "pipelines"
    case .requests: "requests and their budget"
    case .problems: "problems: what is broken now, worst first"
    case .upcoming: "upcoming runs of all pipelines"
    case .goBack: "to the screen before"
    case .goForward: "to the screen after, again"
    case .profiles: "another workspace"
    case .arm: "switch writes on for 30 seconds, or off"
    case .up: "up"
    case .down: "down"
    case .first: "to the first"
    case .last: "to the last"
    case .halfUp: "half a page up"
    case .halfDown: "half a page down"
    case .pageUp: "a page up"
    case .pageDown: "a page down"
    case .open: "open"
    case .filter: "filter: words, status:failed, !word, took>10m"
    case .sort: "sort by a column"
    case .reverseSort: "the other way round"
    case .chooseColumns: "choose and order the columns"
    case .savedViews: "saved views: filters with a name"
    case .saveView: "save the present filter under a name"
    case .deleteView: "delete this view"
    case .mark: "mark it, for an action on several"
    case .markRange: "mark from here to where you go; again ends it"
    case .clearMarks: "take all marks away"
    case .zoom: "list alone, list with preview"
    case .previewDown: "scroll the preview down"
    case .previewUp: "scroll the preview up"
    case .growList: "a larger list"
    case .shrinkList: "a larger preview"
    case .nextProblem: "next one that failed or warns"
    case .previousProblem: "previous one that failed or warns"
    case .pane(let number): "only runs of status pane \(number), or all again"
    case .allPanes: "runs of every status"
    case .nextPane: "next status pane"
    case .previousPane: "previous status pane"
    default: actionSummary
    }
  }

  private var actionSummary: String {
    switch self {
    case .logs: "log, of the task that failed first"
    case .rerun: "rerun: from failed, all, or one task"
    case .trigger: "trigger the pipeline"
    case .cancelRun: "cancel the run"
    case .copyID: "copy the id (OSC 52), and show it"
    case .watch: "watch the run: ring once when it ends"
    case .browse: "open its page in a browser"
    case .acknowledge: "acknowledge or snooze the failure, with a note"
    case .copySummary: "copy a summary for a hand-over, as Markdown"
    case .copyLink: "copy the link to its page"
    case .history: "history of the pipeline: tasks by runs"
    case .nextFace: "tasks, timeline, graph in turn"
    case .timeline: "timeline: queued, run and retried on one axis"
    case .graph: "graph: what waits for what"
    case .collapse: "collapse or open a group"
    case .zoomIn: "zoom in: a shorter time"
    case .zoomOut: "zoom out: a longer time"
    case .toggleColumn: "show the column, or hide it"
    case .columnDown: "move the column to the right"
    case .columnUp: "move the column to the left"
    case .usualColumns: "the usual columns in their order"
    case .custom: "a command of your own"
    case .follow: "follow what is being written"
    case .wrap: "wrap long lines"
    case .lineNumbers: "line numbers"
    case .search: "search, as a regular expression"
    case .nextMatch: "next match"
    case .previousMatch: "previous match"
    case .nextError: "next error"
    case .previousError: "previous error"
    case .nextWarning: "next warning"
    case .previousWarning: "previous warning"
    case .levels: "all lines, warnings and errors, errors only"
    case .onlyMatches: "only lines that match the search; all again"
    case .times: "times as written, since the first line, local"
    case .prettyJSON: "lay out JSON: this line, else the whole text"
    case .jump: "go to a line, a percentage or a time"
    case .selectLines: "select lines from here; again holds the selection"
    case .copyLines: "copy the selected lines, else this one (OSC 52)"
    case .pager: "show it with $PAGER"
    case .editor: "open it with $EDITOR"
    case .scrollLeft: "left; in graphs to what it waits for"
    case .scrollRight: "right; in graphs to what waits for it"
    case .save: "save to a file"
    case .hold: "hold the page; again lets pages turn"
    case .yes: "yes, do it"
    case .no: "no"
    case .rerunFailed: "rerun from the tasks that failed"
    case .rerunAll: "rerun all tasks"
    case .rerunTask: "rerun this task only"
    case .rerunDownstream: "rerun this task and all after it"
    case .accept: "take it"
    case .dismiss: "leave it"
    case .nextField: "next"
    case .previousField: "previous"
    case .copyRequest: "copy the request: as a podium command, then as curl"
    case .takeDefaults: "take the defaults again, not what was sent last"
    case .stopBulk: "send no further request of a bulk"
    // All others are above; a test finds a command without words.
    default: ""
    }
  }

  /// One word for the bottom line.
  package var hint: String {
    switch self {
    case .quit, .leave: "quit"
    case .back: "back"
    case .help: "help"
    case .palette: "go to"
    case .open: "open"
    case .filter: "filter"
    case .logs: "log"
    case .problems: "problems"
    case .sort: "sort"
    case .mark: "mark"
    case .markRange: "range"
    case .clearMarks: "unmark"
    case .zoom: "zoom"
    case .watch: "watch"
    case .browse: "browser"
    case .acknowledge: "acknowledge"
    case .copySummary: "summary"
    case .history: "history"
    case .timeline: "timeline"
    case .graph: "graph"
    case .nextFace: "faces"
    case .collapse: "fold"
    case .zoomIn: "zoom"
    case .upcoming: "upcoming"
    case .profiles: "workspaces"
    case .rerun: "rerun"
    case .trigger: "trigger"
    case .cancelRun: "cancel"
    case .copyID: "copy id"
    case .nextProblem: "next problem"
    case .refresh: "refresh"
    case .nextMatch: "next match"
    case .nextError: "next error"
    case .levels: "levels"
    case .times: "times"
    case .prettyJSON: "JSON"
    case .jump: "go to"
    case .selectLines: "select"
    case .copyLines: "copy"
    case .lineNumbers: "numbers"
    case .search: "search"
    case .follow: "follow"
    case .wrap: "wrap"
    case .save: "save"
    case .last: "end"
    case .yes: "yes"
    case .accept: "take"
    case .dismiss: "close"
    case .arm: "arm"
    case .copyRequest: "copy"
    default: summary
    }
  }

  /// Whether it changes something on the server: off when read-only.
  package var isWrite: Bool {
    switch self {
    case .rerun, .trigger, .cancelRun, .rerunFailed, .rerunAll, .rerunTask, .rerunDownstream: true
    default: false
    }
  }
}

extension Command {
  /// Every command, for tests and help.
  package static let all: [Command] =
    [
      .quit, .leave, .back, .help, .palette, .refresh, .pipelines, .requests, .problems,
      .upcoming, .goBack, .goForward, .profiles, .arm, .sort, .reverseSort, .chooseColumns,
      .savedViews, .saveView, .deleteView, .toggleColumn, .columnDown, .columnUp, .usualColumns,
      .mark, .markRange,
      .clearMarks, .zoom, .previewDown, .previewUp, .growList,
      .shrinkList, .watch, .browse, .acknowledge, .copySummary, .copyLink, .history, .nextFace,
      .timeline, .graph, .collapse, .zoomIn, .zoomOut, .up, .down, .first,
      .last, .halfUp, .halfDown, .pageUp, .pageDown, .open, .filter, .nextProblem,
      .previousProblem, .allPanes, .nextPane, .previousPane, .logs, .rerun, .trigger, .cancelRun,
      .copyID, .follow, .wrap, .lineNumbers, .search, .nextMatch, .previousMatch, .nextError,
      .previousError, .nextWarning, .previousWarning, .levels, .onlyMatches, .times, .prettyJSON,
      .jump, .selectLines, .copyLines, .pager, .editor, .scrollLeft, .scrollRight, .save, .hold,
      .yes, .no,
      .rerunFailed, .rerunAll,
      .rerunTask, .rerunDownstream, .accept, .dismiss, .nextField, .previousField,
      .copyRequest, .takeDefaults, .stopBulk,
    ] + (1...panesMax).map { .pane($0) }
}
