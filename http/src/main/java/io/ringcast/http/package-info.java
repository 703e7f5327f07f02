/** What all doors share: tokens, bodies, fields, problem details, sockets. */
@NullMarked
package io.ringcast.http;

import org.jspecify.annotations.NullMarked;
