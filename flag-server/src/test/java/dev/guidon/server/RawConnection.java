// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.guidon.server.RestClient.Answer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A connection to a server's HTTP port on which anything may be sent.
public final class RawConnection implements AutoCloseable {

  private static final int LONGEST_WAIT_MILLIS = 20_000;

  private final Socket socket;
  private final InputStream answers;

  public RawConnection(URI server) {
    try {
      this.socket = new Socket(InetAddress.getByName(server.getHost()), server.getPort());
      socket.setSoTimeout(LONGEST_WAIT_MILLIS);
      this.answers = new BufferedInputStream(socket.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A whole request, which says how long its body is.
  public static byte[] request(String method, String path, String headers, byte[] body) {
    byte[] head =
        (method
                + " "
                + path
                + " HTTP/1.1\r\nHost: localhost\r\n"
                + headers
                + "Content-Length: "
                + body.length
                + "\r\n\r\n")
            .getBytes(UTF_8);
    byte[] request = new byte[head.length + body.length];
    System.arraycopy(head, 0, request, 0, head.length);
    System.arraycopy(body, 0, request, head.length, body.length);
    return request;
  }

  /// Sends these bytes; a server that has closed the connection already does not mind.
  public RawConnection send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (SocketException e) {
      // What it has answered before can still be read.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  public RawConnection send(String text) {
    return send(text.getBytes(ISO_8859_1));
  }

  /// The next answer; empty when the connection ends without one.
  public Optional<Answer> read() {
    try {
      String status = line();
      if (status.isEmpty()) {
        return Optional.empty();
      }
      Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      for (String header = line(); !header.isEmpty(); header = line()) {
        int colon = header.indexOf(':');
        headers.put(header.substring(0, colon), List.of(header.substring(colon + 1).strip()));
      }
      int length =
          Integer.parseInt(headers.getOrDefault("Content-Length", List.of("0")).getFirst());
      String body = new String(answers.readNBytes(length), UTF_8);
      return Optional.of(new Answer(Integer.parseInt(status.split(" ", -1)[1]), body, headers));
    } catch (SocketException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int c = answers.read(); c >= 0 && c != '\n'; c = answers.read()) {
      line.append((char) c);
    }
    return line.toString().strip();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
