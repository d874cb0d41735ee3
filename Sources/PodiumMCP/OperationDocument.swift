// The routes of the operation table as an OpenAPI 3.1 document, made from the same declarations.
import JSON
import PodiumCore

enum OperationDocument {
  /// The document.
  static func document(_ table: OperationTable = .standard) -> JSONObject {
    var paths = JSONObject()
    for spec in table.specs where spec.isDoneAtOnce {
      guard let line = spec.requestLine else { continue }
      var item = paths[line.template]?.object ?? JSONObject()
      item[line.method.rawValue.lowercased()] = .object(operation(spec, line.template))
      paths[line.template] = .object(item)
    }
    return [
      "openapi": "3.1.0",
      "info": [
        "title": "Podium", "version": "1",
        "description": "What podium's verbs and tools do, as requests.",
      ],
      "servers": [["url": .string(OperationRoutes.path)]], "paths": .object(paths),
      "components": [
        "securitySchemes": ["key": ["type": "http", "scheme": "bearer"]]
      ], "security": [["key": []]],
    ]
  }

  private static func operation(_ spec: OperationSpec, _ template: String) -> JSONObject {
    let hasBody = spec.requestLine?.method == .post
    let (inPath, others) = spec.parameters.reduce(
      into: ([OperationParameter](), [OperationParameter]())
    ) { parts, parameter in
      if template.contains("{\(parameter.name)}") {
        parts.0.append(parameter)
      } else {
        parts.1.append(parameter)
      }
    }
    var object: JSONObject = [
      "operationId": .string(spec.name), "summary": .string(spec.title),
      "description": .string(spec.summary),
      "parameters": .array(
        inPath.map { entry($0, "path") } + (hasBody ? [] : others.map { entry($0, "query") })),
    ]
    if hasBody { object["requestBody"] = body(others) }
    object["responses"] = [
      "200": [
        "description": "The result.",
        "content": ["application/json": ["schema": spec.result.schema()]],
      ],
      "default": [
        "description": "What is wrong, in one line.",
        "content": [
          "application/json": [
            "schema": ["type": "object", "properties": ["detail": ["type": "string"]]]
          ]
        ],
      ],
    ]
    return object
  }

  private static func entry(_ parameter: OperationParameter, _ place: String) -> JSONValue {
    [
      "name": .string(parameter.name), "in": .string(place),
      "required": .bool(place == "path" || parameter.isRequired),
      "description": .string(parameter.summary), "schema": parameter.schema,
    ]
  }

  private static func body(_ parameters: [OperationParameter]) -> JSONValue {
    let pairs = parameters.map { (key: $0.name, value: $0.schema) }
    let required = parameters.filter(\.isRequired).map { JSONValue.string($0.name) }
    var schema: JSONObject = ["type": "object", "properties": .object(JSONObject(pairs: pairs))]
    if !required.isEmpty { schema["required"] = .array(required) }
    return [
      "required": .bool(!required.isEmpty),
      "content": ["application/json": ["schema": .object(schema)]],
    ]
  }
}
