/**
 * Sized for two cores beside Node. Written to stepwell.conf at each start, so that a newer Stepwell brings newer values;
 * what an operator writes below the include line of postgresql.conf wins.
 *
 * Messages of failed statements carry what was typed into them ("invalid input: 'Maya'", "Key (name)=(…) exists"). The
 * application gets and judges them; the file keeps only what concerns the server itself (log, fatal, panic), terse.
 */
const settings: Record<string, string> = {
  max_connections: '100',
  shared_buffers: '256MB',
  effective_cache_size: '1GB',
  work_mem: '8MB',
  maintenance_work_mem: '128MB',
  random_page_cost: '1.1',
  jit: 'off',
  max_parallel_workers_per_gather: '0',
  // Replica: what an online backup needs. The slots are for the WAL that a running backup still has to copy.
  wal_level: 'replica',
  max_wal_senders: '4',
  max_replication_slots: '10',
  max_wal_size: '1GB',
  checkpoint_timeout: '10min',
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  timezone: 'UTC',
  log_timezone: 'UTC',
  logging_collector: 'on',
  log_directory: 'log',
  log_filename: 'postgresql-%a.log',
  log_file_mode: '0600',
  log_rotation_age: '1d',
  log_rotation_size: '0',
  log_truncate_on_rotation: 'on',
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_parameter_max_length_on_error: '0',
  log_line_prefix: '%m [%p] ',
}

export const settingsFile = (): string =>
  [
    '# Stepwell writes this file anew at each start. Put settings of your own at the end of postgresql.conf.',
    ...Object.entries(settings).map(([name, value]) => `${name} = '${value}'`),
    '',
  ].join('\n')

export const includeLines = `
# Stepwell's settings. Lines of yours below this one win over them.
include_if_exists = 'stepwell.conf'
`
