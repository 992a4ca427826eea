// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.platform.json;

/// RFC 6901: where in a JSON document something is.
public final class JsonPointer {

  private JsonPointer() {}

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
