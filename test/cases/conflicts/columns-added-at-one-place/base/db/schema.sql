create table kiln (
  id integer primary key,
  name text
);
