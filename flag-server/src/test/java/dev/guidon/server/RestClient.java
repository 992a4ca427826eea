// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server;

import dev.guidon.evaluation.Value;
import dev.guidon.server.platform.json.JsonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Speaks to a server over REST as one caller, with JSON as text.
public record RestClient(URI server, String token, Map<String, String> headers) {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  public RestClient(URI server, String token) {
    this(server, token, Map.of());
  }

  /// The same caller, sending a header more.
  public RestClient with(String name, String value) {
    var more = new HashMap<>(headers);
    more.put(name, value);
    return new RestClient(server, token, more);
  }

  public Answer get(String path) {
    return send("GET", path, "application/json", null);
  }

  public Answer post(String path, String body) {
    return send("POST", path, "application/json", body);
  }

  public Answer post(String path) {
    return send("POST", path, "application/json", null);
  }

  public Answer put(String path, String body) {
    return send("PUT", path, "application/json", body);
  }

  public Answer patch(String path, String body) {
    return send("PATCH", path, "application/merge-patch+json", body);
  }

  public Answer delete(String path) {
    return send("DELETE", path, "application/json", null);
  }

  public Answer send(String method, String path, String contentType, String body) {
    var request =
        HttpRequest.newBuilder(server.resolve(path))
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (body != null) {
      request.header("Content-Type", contentType);
    }
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    headers.forEach(request::header);
    try {
      HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body(), response.headers().map());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// What the server answered.
  public record Answer(int status, String body, Map<String, List<String>> headers) {

    public Answer {
      var anyCase = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
      anyCase.putAll(headers);
      headers = anyCase;
    }

    public Value json() {
      return JsonText.read(body);
    }

    /// The text, number or other value at a JSON pointer into the body, as Java has it; null when there is none.
    public Object at(String pointer) {
      Value value = json();
      for (String step :
          pointer.isEmpty() ? List.<String>of() : List.of(pointer.substring(1).split("/", -1))) {
        value =
            switch (value) {
              case Value.ObjectValue(var fields) ->
                  fields.get(step.replace("~1", "/").replace("~0", "~"));
              case Value.ListValue(var elements) ->
                  elements.size() > Integer.parseInt(step)
                      ? elements.get(Integer.parseInt(step))
                      : null;
              default -> null;
            };
        if (value == null) {
          return null;
        }
      }
      return plain(value);
    }

    public String text(String pointer) {
      return (String) at(pointer);
    }

    public String etag() {
      return header("ETag");
    }

    public String header(String name) {
      List<String> values = headers.get(name);
      return values == null ? null : values.getFirst();
    }

    private static Object plain(Value value) {
      return switch (value) {
        case Value.StringValue(String text) -> text;
        case Value.NumberValue(double number) -> number;
        case Value.BooleanValue(boolean b) -> b;
        case Value.NullValue _ -> null;
        case Value.ListValue(var elements) -> elements.stream().map(Answer::plain).toList();
        case Value.ObjectValue _ -> JsonText.write(value);
        case Value.InstantValue(var instant) -> instant;
      };
    }
  }
}
