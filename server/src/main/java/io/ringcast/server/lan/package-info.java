/** What {@code --lan} needs to be tried from a phone: the machine's addresses, a certificate, a key pair and a code. */
@org.jspecify.annotations.NullMarked
package io.ringcast.server.lan;
