// Runs once, in an empty volume: the service's own user, who may use its database and nothing else.
db.getSiblingDB('afterword').createUser({
  user: 'afterword',
  pwd: process.env.MONGO_PASSWORD,
  roles: [{ role: 'readWrite', db: 'afterword' }],
});
