// Prompts with arguments, embedded resources and images.
import JSON
import MCP

enum PromptFixtures {
  static var prompts: [Prompt] {
    [
      Prompt(name: "test_simple_prompt", title: "Simple", description: "A simple prompt") { _ in
        .messages([user(.text("This is a simple prompt for testing."))])
      },
      Prompt(
        name: "test_prompt_with_arguments", title: "Arguments", description: "With arguments",
        arguments: [
          Prompt.Argument("arg1", "First test argument", isRequired: true),
          Prompt.Argument("arg2", "Second test argument", isRequired: true),
        ]
      ) { call in
        let (one, two) = (
          call.arguments["arg1"]?.string ?? "", call.arguments["arg2"]?.string ?? ""
        )
        return .messages([user(.text("Prompt with arguments: arg1='\(one)', arg2='\(two)'"))])
      },
      Prompt(
        name: "test_prompt_with_embedded_resource", title: "Resource",
        description: "With a resource",
        arguments: [Prompt.Argument("resourceUri", "URI to embed", isRequired: true)]
      ) { call in
        let uri = call.arguments["resourceUri"]?.string ?? ""
        let contents = ResourceContents(
          uri: uri, mimeType: "text/plain", .text("Embedded resource content for testing."))
        return .messages([
          user(.resource(contents)), user(.text("Please process the embedded resource above.")),
        ])
      },
      Prompt(name: "test_prompt_with_image", title: "Image", description: "With an image") { _ in
        .messages([
          user(ContentFixtures.image), user(.text("Please analyze the image above.")),
        ])
      },
      Prompt(
        name: "test_input_required_result_prompt", title: "Input", description: "Asks first"
      ) { call in
        guard let answer = call.inputResponses["user_context"] else {
          return .needsInput(InputNeeded(requests: ["user_context": InputFixtures.name]))
        }
        return .messages([user(.text("Hello, \(answer["content"]?["name"]?.string ?? "")"))])
      },
    ]
  }

  private static func user(_ content: Content) -> Prompt.Message { Prompt.Message(.user, content) }
}
