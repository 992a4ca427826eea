// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.platform.json;

import java.util.List;

/// RFC 6901: where in a JSON document something is.
public final class JsonPointer {

  private JsonPointer() {}

  public static String of(List<String> steps) {
    var pointer = new StringBuilder();
    for (String step : steps) {
      pointer.append('/').append(escape(step));
    }
    return pointer.toString();
  }

  public static String child(String pointer, String step) {
    return pointer + "/" + escape(step);
  }

  public static String child(String pointer, int index) {
    return pointer + "/" + index;
  }

  private static String escape(String step) {
    return step.replace("~", "~0").replace("/", "~1");
  }
}
