create index if not exists {{index}} on {{table}} ({{columns}})
