// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.failure;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a server's process holds, as Linux and its JVM tell from outside.
///
/// @param heapKib in use after a collection
/// @param mostResidentKib in all of its life
record ProcessFigures(
    int threads, long descriptors, long heapKib, long residentKib, long mostResidentKib) {

  private static final Pattern HEAP_USED = Pattern.compile("used (\\d+)K");

  static ProcessFigures of(ServerProcess server) {
    long pid = server.handle().pid();
    return new ProcessFigures(
        Math.toIntExact(status(pid, "Threads")),
        descriptors(pid),
        heapAfterCollection(pid),
        status(pid, "VmRSS"),
        status(pid, "VmHWM"));
  }

  private static long status(long pid, String field) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines
          .filter(line -> line.startsWith(field + ":"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long descriptors(long pid) {
    try (Stream<Path> open = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return open.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Twice, because finalizers and reference queues run after the first.
  private static long heapAfterCollection(long pid) {
    jcmd(pid, "GC.run");
    jcmd(pid, "GC.run");
    Matcher used = HEAP_USED.matcher(jcmd(pid, "GC.heap_info"));
    if (!used.find()) {
      throw new IllegalStateException("GC.heap_info: no heap in it");
    }
    return Long.parseLong(used.group(1));
  }

  private static String jcmd(long pid, String command) {
    try {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                  Long.toString(pid),
                  command)
              .redirectErrorStream(true)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      process.waitFor();
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return "%,d threads, %,d descriptors, %,d KiB of heap, %,d KiB resident (most %,d KiB)"
        .formatted(threads, descriptors, heapKib, residentKib, mostResidentKib);
  }
}
