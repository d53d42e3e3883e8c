-- Before anything that an analyst types: nothing outside the published file is read, written, fetched or loaded.
set TimeZone = 'UTC';
set variable as_of = (select max(as_of) from core.sites);
set autoinstall_known_extensions = false;
set autoload_known_extensions = false;
set allow_community_extensions = false;
set enable_external_access = false;
