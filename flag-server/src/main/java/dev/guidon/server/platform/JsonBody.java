// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.platform;

import dev.guidon.evaluation.Value;
import dev.guidon.server.platform.json.JsonRecords;
import dev.guidon.server.platform.json.JsonText;

/// Reads the bodies of requests strictly: a mistyped name is a mistake to hear of, not one to pass over.
public final class JsonBody {

  private JsonBody() {}

  /// What the body says, or a problem `invalid-json` or `invalid-request` that names every place.
  public static <T extends Record> T read(byte[] body, Class<T> type) {
    return JsonRecords.readRequest(JsonText.read(body), type);
  }

  /// The body as a tree, for a merge patch.
  public static Value read(byte[] body) {
    return JsonText.read(body);
  }
}
