// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.log;

import dev.guidon.server.log.Entries.Named;
import java.util.List;
import java.util.stream.Collectors;

/// An entry as a row of a table, as RFC 4180 has it.
///
/// Whoever opens it may use a program that takes `=1+1` for a formula: text that begins like one gets an apostrophe in front.
final class CsvRow {

  static final String HEADER =
      "seq,at,actor,actor_id,via,token,action,project,environment,kind,key,words,comment,request_id\r\n";

  private static final String FORMULA = "=+-@\t\r\n";

  private CsvRow() {}

  static String of(Named named) {
    EntryResponse entry = EntryResponse.of(named);
    return List.of(
                Long.toString(entry.seq()),
                entry.at().toString(),
                entry.actor().name(),
                entry.actor().id(),
                entry.actor().via(),
                entry.actor().token(),
                entry.action(),
                entry.project(),
                entry.environment(),
                entry.target().kind(),
                entry.target().key(),
                entry.words(),
                entry.comment(),
                entry.requestId())
            .stream()
            .map(CsvRow::cell)
            .collect(Collectors.joining(","))
        + "\r\n";
  }

  static String cell(String text) {
    String harmless = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    boolean quote = harmless.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
    return quote ? "\"" + harmless.replace("\"", "\"\"") + "\"" : harmless;
  }
}
