package io.ringcast.relay.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PushUrlTest {
  @ParameterizedTest
  @CsvSource({
    "rtmp://a.example/live/key, RTMP, a.example, 1935, live, key, rtmp://a.example/live",
    "RTMPS://a.example/app/inst/key?sign=1&t=2, RTMPS, a.example, 443, app/inst, key?sign=1&t=2, rtmps://a.example/app/inst",
    "rtmp://[2001:db8::1]:1936/live/k, RTMP, [2001:db8::1], 1936, live, k, rtmp://[2001:db8::1]:1936/live",
    "srt://a.example:9000?streamid=x, SRT, a.example, 9000, '', streamid=x, srt://a.example:9000",
    "srt://a.example:9000, SRT, a.example, 9000, '', '', srt://a.example:9000",
    "'srt://[::1]:9000/?streamid=#!::r=a,m=publish', SRT, [::1], 9000, '', 'streamid=#!::r=a,m=publish', srt://[::1]:9000"})
  void aUrlIsServerAndKey(String text, PushUrl.Protocol protocol, String host, int port, String application, String key, String server) {
    PushUrl url = Objects.requireNonNull(PushUrl.read(text));
    assertThat(url).isEqualTo(new PushUrl(protocol, host, port, application, key));
    assertThat(url.serverUrl()).isEqualTo(server);
    assertThat(url.toString()).isEqualTo(server);
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "", "key", "http://a/live/key", "file:///etc/passwd", "rtmp://a/live", "rtmp://a/live/", "rtmp:///live/key",
    "rtmp://a/ /k", "rtmp://u:p@a/live/key", "rtmp://a:0/live/key", "rtmp://a:70000/live/key", "srt://a?streamid=x", "rtmp://a/live/key#x"})
  void otherTextIsNone(String text) {
    assertThat(PushUrl.read(text)).isNull();
  }

  @Test
  void anSrtUrlSaysHow() {
    String text = "srt://a:9000?mode=caller&streamid=%23!::r=x+y,m=publish&passphrase=0123456789&pbkeylen=32&latency=400";
    SrtTarget target = Objects.requireNonNull(PushUrl.read(text)).srt();
    assertThat(target).isEqualTo(new SrtTarget("#!::r=x+y,m=publish", "0123456789", 32, 400));
    assertThat(target.toString()).doesNotContain("0123456789").doesNotContain("x+y");
    assertThat(Objects.requireNonNull(PushUrl.read("srt://a:9000")).srt()).isEqualTo(new SrtTarget(null, null, 0, -1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"mode=listener", "localaddr=10.0.0.1", "passphrase=short", "pbkeylen=17", "latency=200000", "latency=-1",
    "latency=", "streamid=", "streamid=a&streamid=b", "transtype=file", "streamid", "=x", "streamid=%00"})
  void whatSrtDoesNotKnowIsNone(String query) {
    assertThat(PushUrl.read("srt://a:9000?" + query)).isNull();
    assertThat(PushUrl.read("srt://a:9000/path")).isNull();
  }

  @Test
  void aUrlThatIsTooLongIsNone() {
    assertThat(PushUrl.read("rtmp://a/live/" + "k".repeat(PushUrl.MAX_LENGTH))).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "0.1.2.3", "127.0.0.1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "192.0.0.8", "198.18.0.1",
    "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fc00::1", "fd12::1", "ff02::1", "::ffff:10.0.0.1", "::127.0.0.1",
    "64:ff9b::a00:1", "2002:7f00:1::", "fec0::1"})
  void whatLiesInsideIsOutOfReach(String literal) throws UnknownHostException {
    InetAddress address = InetAddress.getByName(literal);
    assertThat(AddressPolicy.PUBLIC_ONLY.allows(address)).isFalse();
    assertThat(AddressPolicy.ANYWHERE.allows(address)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"8.8.8.8", "100.128.0.1", "172.32.0.1", "192.0.2.1", "198.20.0.1", "2001:4860::1",
    "2002:808:808::", "64:ff9b::808:808"})
  void whatLiesOutsideIsNot(String literal) throws UnknownHostException {
    assertThat(AddressPolicy.PUBLIC_ONLY.allows(InetAddress.getByName(literal))).isTrue();
  }
}
