package records

import (
	"context"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
)

// Mongo has records in the database sigap_kit-name of a MongoDB, or of the store of sigap-graph.
type Mongo struct {
	client *mongo.Client
	rows   *mongo.Collection
}

// OpenMongo connects and builds the indexes that are missing.
func OpenMongo(ctx context.Context, uri string) (*Mongo, error) {
	client, err := mongo.Connect(options.Client().ApplyURI(uri).SetServerSelectionTimeout(5 * time.Second))
	if err != nil {
		return nil, err
	}
	rows := client.Database("sigap_kit-name").Collection("records")
	_, err = rows.Indexes().CreateMany(ctx, []mongo.IndexModel{
		{Keys: bson.D{{Key: "token", Value: 1}}},
		{Keys: bson.D{{Key: "district", Value: 1}, {Key: "from", Value: 1}}},
	})
	return &Mongo{client, rows}, err
}

func (m *Mongo) find(ctx context.Context, condition bson.M, visible Visible, more ...options.Lister[options.FindOptions]) ([]Record, error) {
	own := bson.M{}
	if !visible.All {
		own = bson.M{"agency": visible.Agency}
		if visible.Agency == "" {
			own = bson.M{"_id": bson.M{"$in": bson.A{}}}
		}
	}
	found := []Record{}
	more = append(more, options.Find().SetBatchSize(10_000))
	cursor, err := m.rows.Find(ctx, bson.M{"$and": bson.A{condition, own}}, more...)
	if err != nil {
		return nil, err
	}
	return found, cursor.All(ctx, &found)
}

func (m *Mongo) ByIDs(ctx context.Context, ids []string, visible Visible) ([]Record, error) {
	return m.find(ctx, bson.M{"_id": bson.M{"$in": ids}}, visible)
}

func (m *Mongo) ByTokens(ctx context.Context, tokens []string, visible Visible) ([]Record, error) {
	return m.find(ctx, bson.M{"token": bson.M{"$in": tokens}}, visible)
}

func (m *Mongo) Page(ctx context.Context, after string, size int, visible Visible) ([]Record, error) {
	page := options.Find().SetSort(bson.D{{Key: "_id", Value: 1}}).SetLimit(int64(size))
	return m.find(ctx, bson.M{"_id": bson.M{"$gt": after}}, visible, page)
}

func (m *Mongo) CountByDistrict(ctx context.Context, districts []string, day string) (map[string]Tally, error) {
	cursor, err := m.rows.Aggregate(ctx, mongo.Pipeline{
		{{Key: "$match", Value: bson.M{
			"district": bson.M{"$in": districts}, "from": bson.M{"$lte": day},
			"$or": bson.A{bson.M{"to": nil}, bson.M{"to": bson.M{"$gt": day}}},
		}}},
		{{Key: "$group", Value: bson.M{"_id": bson.M{"district": "$district", "token": "$token"}, "key": bson.M{"$first": "$recordKey"}}}},
		{{Key: "$group", Value: bson.M{"_id": "$_id.district", "people": bson.M{"$sum": 1}, "key": bson.M{"$sum": "$key"}}}},
	})
	if err != nil {
		return nil, err
	}
	var rows []struct {
		ID     string `bson:"_id"`
		People int    `bson:"people"`
		Key    int64  `bson:"key"`
	}
	if err := cursor.All(ctx, &rows); err != nil {
		return nil, err
	}
	counted := map[string]Tally{}
	for _, row := range rows {
		counted[row.ID] = Tally{row.People, uint32(row.Key)}
	}
	return counted, nil
}

func (m *Mongo) Add(ctx context.Context, records []Record) error {
	_, err := m.rows.InsertMany(ctx, records)
	return err
}

func (m *Mongo) Ping(ctx context.Context) error { return m.client.Ping(ctx, nil) }
