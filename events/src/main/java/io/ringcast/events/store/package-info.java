/** The log's port to a database, and SQL for SQLite and PostgreSQL behind it. */
@NullMarked
package io.ringcast.events.store;

import org.jspecify.annotations.NullMarked;
